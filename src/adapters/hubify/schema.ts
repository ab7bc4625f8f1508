// What Hubify sends, the fields used and no more. Bare or in an envelope, ids under several names.

import { z } from 'zod';

const Id = z.union([z.string(), z.number()]).transform(String);
const Text = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

/** Text, or an object where a server has parsed it. */
const TextOrObject = z
  .union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())])
  .nullish()
  .transform((value) => (typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value)));

export const Experiment = z
  .looseObject({
    id: Id.optional(),
    _id: Id.optional(),
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

/** `{data, meta}`, or the bare value. */
const Meta = z.looseObject({ next_cursor: z.string().nullish(), has_more: z.boolean().nullish() }).nullish();

const Items = z.union([
  z.array(Experiment),
  z.looseObject({ experiments: z.array(Experiment) }).transform(({ experiments }) => experiments),
  z.looseObject({ items: z.array(Experiment) }).transform(({ items }) => items),
]);

export const ExperimentPage = z.union([
  z.looseObject({ data: Items, meta: Meta }).transform(({ data, meta }) => ({
    items: data,
    cursor: meta?.has_more === false ? null : (meta?.next_cursor ?? null),
  })),
  Items.transform((items) => ({ items, cursor: null })),
]);

export const OneExperiment = z.union([z.looseObject({ data: Experiment }).transform(({ data }) => data), Experiment]);
