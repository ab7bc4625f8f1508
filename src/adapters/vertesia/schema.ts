// What Vertesia sends, the fields used and no more. The documentation and the vendor's client differ; both pass.

import * as z from 'zod';

const Id = z.union([z.string(), z.number()]).transform(String);

/** An id, or an object with one. */
const Reference = z
  .union([Id, z.looseObject({ id: Id.optional(), _id: Id.optional(), name: z.string().optional() })])
  .nullish()
  .transform((value) => (typeof value === 'object' ? (value?.id ?? value?._id ?? value?.name ?? '') : (value ?? '')));

const Amount = z.number().nonnegative().nullish();

/** `completion` in the documentation, `result` in the client. */
const TokenUse = z
  .looseObject({ prompt: Amount, result: Amount, completion: Amount, total: Amount })
  .nullish()
  .transform((use) => {
    const output = use?.completion ?? use?.result ?? undefined;
    const input = use?.prompt ?? undefined;
    const sum = input === undefined || output === undefined ? undefined : input + output;
    return { input, output, total: use?.total ?? sum };
  });

const Text = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

const Flag = z.boolean().nullish();

/** One execution of an interaction. */
export const Execution = z
  .looseObject({
    id: Id.optional(),
    _id: Id.optional(),
    status: Text,
    modelId: Text,
    environment: Reference,
    interaction: Reference,
    /** What it ran; the documents do not say whether every answer has it. */
    data: z.record(z.string(), z.unknown()).nullish().catch(null),
    config: z.record(z.string(), z.unknown()).nullish().catch(null),
    tags: z
      .array(z.string())
      .nullish()
      .transform((tags) => tags ?? []),
    execution_time: Amount,
    token_use: TokenUse,
    error: z.looseObject({ code: z.union([z.string(), z.number()]).nullish(), message: Text }).nullish(),
    created_at: Text,
    updated_at: Text,
    cache_hit: Flag,
    cached: Flag,
    from_cache: Flag,
  })
  .transform(({ id, _id, error, cache_hit, cached, from_cache, ...rest }) => ({
    ...rest,
    id: id ?? _id ?? '',
    failure: error === null || error === undefined ? '' : [error.code ?? '', error.message].filter(Boolean).join(': '),
    fromCache: cache_hit === true || cached === true || from_cache === true,
  }))
  .refine(({ id }) => id !== '', 'has no id');
export type Execution = z.output<typeof Execution>;

/** An array, or an object that holds it. */
export const Executions = z.union([
  z.array(Execution),
  z.looseObject({ runs: z.array(Execution) }).transform(({ runs }) => runs),
  z.looseObject({ items: z.array(Execution) }).transform(({ items }) => items),
  z.looseObject({ results: z.array(Execution) }).transform(({ results }) => results),
]);

export const IssuedToken = z.object({ token: z.string().min(1) });

/** The model: a JSON file in the repository. */
export const InteractionFile = z.strictObject({
  interaction: z.string().min(1).describe('Its id on the server.'),
  version: z.union([z.string(), z.number()]).optional().describe('A version or tag of it; the newest where absent.'),
  data: z.record(z.string(), z.unknown()).describe('The fixed input.'),
  config: z.record(z.string(), z.unknown()).optional().describe('Further configuration of a run, such as temperature.'),
});
export type InteractionFile = z.output<typeof InteractionFile>;
