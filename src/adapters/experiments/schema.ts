// What the Experiments API sends, the fields used and no more. Its lists and ids come in shapes that nobody documents.

import * as z from 'zod';

/** Ids may be numbers or strings; they are only ever handed back. */
const Id = z.union([z.string(), z.number()]).transform(String);

export const Experiment = z
  .looseObject({ id: Id.optional(), experiment_id: Id.optional(), name: z.string().default('') })
  .transform(({ id, experiment_id, name }) => ({ id: id ?? experiment_id ?? '', name }))
  .refine(({ id }) => id !== '', 'has no id');

/** `{k: v}`, or `[{key, value}]`. */
const Fields = z
  .union([
    z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).transform(Object.entries),
    z
      .array(z.looseObject({ key: z.string(), value: z.union([z.string(), z.number(), z.boolean(), z.null()]) }))
      .transform((items) => items.map(({ key, value }): [string, unknown] => [key, value])),
  ])
  .nullish()
  .transform((entries) => Object.fromEntries((entries ?? []).map(([key, value]) => [key, String(value ?? '')])));

const Text = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

/** ISO 8601 or milliseconds; 0 where nothing usable is told. */
const Time = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((time) => (typeof time === 'number' ? time : Date.parse(time ?? '') || 0));

export const TrackedRunAnswer = z
  .looseObject({
    run_id: Id.optional(),
    id: Id.optional(),
    name: Text,
    status: Text,
    params: Fields,
    created_at: Time,
    start_time: Time,
  })
  .transform(({ run_id, id, name, status, params, created_at, start_time }) => ({
    id: run_id ?? id ?? '',
    name,
    status: status.toLowerCase(),
    params,
    startedAt: start_time || created_at,
  }))
  .refine(({ id }) => id !== '', 'has no id');
export type TrackedRunAnswer = z.output<typeof TrackedRunAnswer>;

/** An array, or an object that holds it under one of the usual names. */
function listOf<T extends z.ZodType>(item: T) {
  const items = z.array(item);
  const [experiments, runs, results, data] = [items, items, items, items];
  return z.union([
    items,
    z.object({ items }).transform((answer) => answer.items),
    z.object({ runs }).transform((answer) => answer.runs),
    z.object({ experiments }).transform((answer) => answer.experiments),
    z.object({ results }).transform((answer) => answer.results),
    z.object({ data }).transform((answer) => answer.data),
  ]);
}

export const ExperimentList = listOf(Experiment);
export const RunList = listOf(TrackedRunAnswer);

/** Which run the service itself calls the best, by metric, and the runs themselves, of which nobody documents the form. */
export const Comparison = z.looseObject({
  runs: z
    .array(z.unknown())
    .optional()
    .transform((runs) => (runs ?? []).flatMap((run) => TrackedRunAnswer.safeParse(run).data ?? [])),
  comparison: z.looseObject({
    metric_comparison: z.record(z.string(), z.looseObject({ best_run_id: Id.nullish() })),
  }),
});
