// What Hubify sends, the fields used and no more. Bare or in an envelope, ids under several names.

import * as z from 'zod';

const Id = z.union([z.string(), z.number()]).transform(String);
const Text = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

/** Text, or an object where a server has parsed it. */
const TextOrObject = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value)));

export const Experiment = z
  .looseObject({
    id: Id.nullish(),
    _id: Id.nullish(),
    experimentId: Text,
    title: Text,
    status: Text,
    computeMode: Text,
    config: TextOrObject,
    result: TextOrObject,
    createdAt: z
      .union([z.string(), z.number()])
      .nullish()
      .transform((time) => (typeof time === 'number' ? time : Date.parse(time ?? '') || 0)),
  })
  .transform(({ id, _id, ...rest }) => ({
    ...rest,
    id: id ?? _id ?? rest.experimentId,
    status: rest.status.toLowerCase(),
  }))
  .refine(({ id }) => id !== '', 'has no id');
export type Experiment = z.output<typeof Experiment>;

/** What cannot be read is another program's experiment, and no reason to lose the others. */
const Items = z.array(z.unknown()).transform((items) => items.flatMap((item) => Experiment.safeParse(item).data ?? []));

const Cursor = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((cursor) => (cursor == null || cursor === '' ? null : String(cursor)));

const Meta = z.looseObject({ next_cursor: Cursor, has_more: z.boolean().nullish() }).nullish();

/** A list under one of the usual names, with its cursor beside it or in `meta`. */
const Holder = z
  .looseObject({ experiments: Items.optional(), items: Items.optional(), next_cursor: Cursor, meta: Meta })
  .refine(({ experiments, items }) => (experiments ?? items) !== undefined, 'holds no list')
  .transform(({ experiments, items, next_cursor, meta }) => toPage(experiments ?? items ?? [], next_cursor, meta));

/** `{data, meta}`, a named list, or a bare one. */
export const ExperimentPage = z.union([
  Items.transform((items) => toPage(items, null, undefined)),
  z
    .looseObject({ data: z.union([Items, Holder]), next_cursor: Cursor, meta: Meta })
    .transform(({ data, next_cursor, meta }) =>
      Array.isArray(data)
        ? toPage(data, next_cursor, meta)
        : { ...data, cursor: data.cursor ?? toPage([], next_cursor, meta).cursor },
    ),
  Holder,
]);

function toPage(items: readonly Experiment[], beside: string | null, meta: z.output<typeof Meta>) {
  return { items, cursor: meta?.has_more === false ? null : (meta?.next_cursor ?? beside) };
}

/** Bare, in `data`, or one deeper. */
const Named = z.looseObject({ experiment: Experiment }).transform(({ experiment }) => experiment);

export const OneExperiment = z.union([
  z.looseObject({ data: z.union([Experiment, Named]) }).transform(({ data }) => data),
  Named,
  Experiment,
]);
