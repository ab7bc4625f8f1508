// What attempts that did not finish left below a model's run: jobs that the profiler still knows by their tickets.

import type { EarlierEvidence, EarlierJob, JobStart } from '../../ports/tracker.ts';
import { tagOf } from './run-search.ts';
import type { TrackedRunAnswer } from './schema.ts';
import { PARENT_TAG } from './translate.ts';

/** Whose jobs: sha256 of the models on both sides, the device by name. */
export interface EarlierJobsQuery {
  readonly device: string;
  readonly candidate: string;
  readonly baseline: string | null;
}

/** `below`: all runs below the model's, the newest first. Answers the oldest job first. */
export function findEarlierJobs(
  below: readonly TrackedRunAnswer[],
  query: EarlierJobsQuery,
): Required<Pick<EarlierEvidence, 'tickets' | 'counted'>> {
  const own = below.filter((run) => tagOf(run, 'device') === query.device);
  const attempts = own.filter((run) => tagOf(run, 'level') === 'device');
  // A record carries what went before it.
  const recorded = attempts.findIndex(({ status }) => status === 'FINISHED');
  const since = new Set((recorded < 0 ? attempts : attempts.slice(0, recorded)).map(({ id }) => id));
  const jobs = own.filter((run) => tagOf(run, 'level') === 'job' && tagOf(run, 'ticket') !== '').reverse();
  // One that was given up while it ran is in no record, whatever became of its attempt.
  const isUnrecorded = (job: TrackedRunAnswer) =>
    since.has(job.tags[PARENT_TAG] ?? '') || (job.status === 'KILLED' && tagOf(job, 'left') !== '');
  return {
    counted: jobs.filter((job) => !isUnrecorded(job)).map((job) => tagOf(job, 'ticket')),
    tickets: jobs.filter((job) => isUnrecorded(job) && job.status !== 'FAILED' && isOf(job, query)).map(toEarlierJob),
  };
}

function sideOf(job: TrackedRunAnswer): JobStart['side'] {
  return tagOf(job, 'side') === 'baseline' ? 'baseline' : 'candidate';
}

function isOf(job: TrackedRunAnswer, { candidate, baseline }: EarlierJobsQuery): boolean {
  return tagOf(job, 'sha256') === (sideOf(job) === 'baseline' ? baseline : candidate);
}

function toEarlierJob(job: TrackedRunAnswer): EarlierJob {
  const ticket = {
    profiler: tagOf(job, 'profiler'),
    id: tagOf(job, 'ticket'),
    device: tagOf(job, 'device'),
    sha256: tagOf(job, 'sha256'),
    handle: tagOf(job, 'upload'),
  };
  const ref = { tracker: 'mlflow', id: job.id, ...(job.status === 'FINISHED' ? { settled: true as const } : {}) };
  return { ticket, side: sideOf(job), against: tagOf(job, 'against') || undefined, ref };
}
