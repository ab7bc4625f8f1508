// What an MLflow server sends, the fields used and no more.

import * as z from 'zod';

export const Experiment = z.looseObject({ experiment_id: z.string().min(1), lifecycle_stage: z.string().optional() });
export const OneExperiment = z.looseObject({ experiment: Experiment });
export const CreatedExperiment = z.looseObject({ experiment_id: z.string().min(1) });

/** `[{key, value}]`; absent where there are none. */
const Fields = z
  .array(z.looseObject({ key: z.string(), value: z.string().nullish() }))
  .nullish()
  .transform((entries) => Object.fromEntries((entries ?? []).map(({ key, value }) => [key, value ?? ''])));

export const TrackedRunAnswer = z
  .looseObject({
    info: z.looseObject({
      run_id: z.string().min(1),
      run_name: z.string().nullish(),
      status: z.string().nullish(),
      artifact_uri: z.string().nullish(),
      lifecycle_stage: z.string().nullish(),
    }),
    data: z.looseObject({ tags: Fields, params: Fields }).nullish(),
  })
  .transform(({ info, data }) => ({
    id: info.run_id,
    name: info.run_name ?? '',
    status: info.status ?? '',
    artifactUri: info.artifact_uri ?? '',
    deleted: info.lifecycle_stage === 'deleted',
    tags: data?.tags ?? {},
    params: data?.params ?? {},
  }));
export type TrackedRunAnswer = z.output<typeof TrackedRunAnswer>;

export const OneRun = z.looseObject({ run: TrackedRunAnswer }).transform(({ run }) => run);

/** A page of runs; no token: it was the last one. */
export const RunPage = z
  .looseObject({ runs: z.array(TrackedRunAnswer).nullish(), next_page_token: z.string().nullish() })
  .transform(({ runs, next_page_token: next }) => ({ runs: runs ?? [], next: next || undefined }));

/** Of a refusal: MLflow's own code. */
export const Refusal = z.looseObject({ error_code: z.union([z.string(), z.number()]).transform(String) });
