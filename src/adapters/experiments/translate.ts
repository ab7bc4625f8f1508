// What the Experiments API is given of a run. Pure. The record travels in parameters, which can be read back; metrics
// and tags say the same for people.

import { jobsOf, type Run } from '../../domain/run.ts';
import { toPieces } from '../../formats/carried-record.ts';
import { type Batch, toEntries, toMetrics } from '../tracking/batch.ts';
import { toOwnTags } from '../tracking/facts.ts';

/** What is logged when a run ends: each job as a step of its metrics, the environment, the record. */
export function toBatch(run: Run): Batch {
  const jobs = jobsOf(run);
  const environment = Object.entries(run.environment).map(([name, value]) => [`environment.${name}`, value]);
  return {
    metrics: toMetrics(jobs),
    params: toEntries({ ...Object.fromEntries(environment), ...toPieces(run) }),
    tags: toEntries(toOwnTags({ jobs: String(jobs.length) })),
  };
}
