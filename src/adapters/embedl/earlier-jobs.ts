// What earlier attempts on the same commit and bytes left below a model's run: evidence, and jobs still under way.

import { findDifference } from '../../domain/device.ts';
import type { RunPair } from '../../domain/run.ts';
import { jobPrefix } from '../../domain/run-name.ts';
import type { EarlierEvidence } from '../../ports/tracker.ts';
import { fromEnvironmentParams, fromJobRun, isSingleJob } from './job-run.ts';
import { fromRecordParams } from './record-params.ts';
import { factOf } from './run-facts.ts';
import type { RunSearch } from './run-search.ts';
import type { RunDetail, RunSummary } from './schema.ts';

/** A killed run's job goes on in the cloud, which has no way to cancel it: its result is there for the taking. */
const UNFINISHED = ['RUNNING', 'SCHEDULED', 'PENDING', 'KILLED'];

export interface EarlierQuery {
  readonly device: string;
  readonly candidate: string;
  readonly baseline: string | null;
  /** Whether jobs measured apart count in another attempt: not where they ran on another machine. */
  readonly jobsCarry: boolean;
}

export const NOTHING: EarlierEvidence = { environment: null, jobs: [], measuredNow: [], tickets: [] };

/** Finished jobs of the very same bytes and environment count; unfinished ones with a ticket can be taken up. */
export function toEarlier(parent: RunDetail, below: readonly RunDetail[], query: EarlierQuery): EarlierEvidence {
  const { device, candidate, baseline, jobsCarry } = query;
  const pairs = pairsOf(parent, query);
  const own = jobsCarry
    ? below.filter((job) => factOf(job, 'sha256') === (sideOf(job) === 'baseline' ? baseline : candidate))
    : [];
  const finished = own.filter((job) => job.status === 'FINISHED' && isSingleJob(job));
  const newest = finished.at(-1);
  const environment = newest === undefined ? pairs.environment : fromEnvironmentParams(newest);
  const alike = finished.filter(
    (job) => findDifference(fromEnvironmentParams(job), environment ?? {}) === undefined || job === newest,
  );
  const jobs = (side: string) => alike.filter((job) => sideOf(job) === side).flatMap((job) => fromJobRun(job) ?? []);
  // Both sides of a pair are in its model's record only; where there is none, the profiler still has them.
  const recorded = parent.status === 'FINISHED';
  const isUntold = (job: RunDetail) =>
    UNFINISHED.includes(job.status) || (!recorded && job.status === 'FINISHED' && !isSingleJob(job));
  const open = own.filter((job) => isUntold(job) && factOf(job, 'ticket') !== '');
  return {
    environment,
    jobs: jobs('candidate'),
    measuredNow: jobs('baseline'),
    pairs: pairs.pairs,
    counted: finished.map((job) => factOf(job, 'ticket')).filter((ticket) => ticket !== ''),
    tickets: open.map((job) => ({
      ticket: {
        profiler: factOf(job, 'profiler') || 'embedl',
        id: factOf(job, 'ticket'),
        device,
        sha256: factOf(job, 'sha256'),
        handle: factOf(job, 'upload'),
      },
      side: sideOf(job),
      against: factOf(job, 'against') || undefined,
      ref: { tracker: 'embedl', id: job.id, ...(job.status === 'FINISHED' ? { settled: true } : {}) },
    })),
  };
}

/** The runs below that one, each read, the oldest first. */
export async function readJobsBelow(parent: RunSummary, search: RunSearch): Promise<readonly RunDetail[]> {
  const found = await search.find({ parent: parent.id });
  const named = found.filter(({ name }) => name.startsWith(`${parent.name} `));
  const below = named.filter(({ parentRunId }) => parentRunId === null || parentRunId === parent.id);
  return Promise.all(below.toReversed().map(({ id }) => search.read(id)));
}

export function onDevice(parent: Pick<RunSummary, 'name'>, device: string): (run: Pick<RunSummary, 'name'>) => boolean {
  const prefix = jobPrefix(parent.name, device);
  return ({ name }) => name.startsWith(prefix);
}

function sideOf(job: RunDetail): 'candidate' | 'baseline' {
  return factOf(job, 'side') === 'baseline' ? 'baseline' : 'candidate';
}

/** Pairs are whole in the record that an earlier attempt finished. */
function pairsOf(parent: RunDetail, { device, candidate, baseline }: EarlierQuery) {
  const nothing = { pairs: [] as readonly RunPair[], environment: null };
  try {
    const run = fromRecordParams(parent).find((one) => one.run.device === device)?.run;
    if (run === undefined || run.model.sha256 !== candidate) return nothing;
    const pairs = run.pairs.filter(({ against }) => against === baseline);
    return pairs.length === 0 ? nothing : { pairs, environment: run.environment };
  } catch {
    return nothing;
  }
}
