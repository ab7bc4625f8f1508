// Between executions and jobs. Pure: units are settled, tags are written and read, samples become a job's values.

import type { Finding } from '../../domain/finding.ts';
import type { Job, Values } from '../../domain/job.ts';
import type { CommitRef, RunMode } from '../../domain/run.ts';
import { median, quantile, standardDeviation } from '../../domain/statistics.ts';
import type { Execution } from './schema.ts';

/** What every execution of a job is tagged with, so that later runs find it. */
export interface JobTags {
  readonly mode: RunMode;
  readonly repository: string;
  readonly key: string;
  readonly model: string;
  readonly sha256: string;
  /** Of the interaction; empty where the newest is meant. */
  readonly version: string;
  readonly commit: string;
  readonly branch: string;
  readonly attempt: string;
  readonly device: string;
  readonly job: string;
  /** How many executions the job is made of: one that was cut short has fewer. */
  readonly of: string;
  /** In which `execution_time` is told, as the warm-up settled it. */
  readonly unit: string;
  /** `baseline` where the executions are not the candidate's. */
  readonly side: string;
}

const PREFIX = 'latency-gate:';

export function toTags(tags: Partial<JobTags>): readonly string[] {
  return Object.entries(tags).flatMap(([name, value]) => (value === '' ? [] : [`${PREFIX}${name}=${value}`]));
}

export function tagOf(tags: readonly string[], name: keyof JobTags): string {
  const start = `${PREFIX}${name}=`;
  return tags.find((tag) => tag.startsWith(start))?.slice(start.length) ?? '';
}

/** What one execution took, as far as it is known. */
export interface Sample {
  readonly execution: Execution;
  /** Around the whole call, milliseconds; with other calls in it, an upper bound. Null where nobody measured it. */
  readonly wallMs: number | null;
  /** From the call to the first chunk, where it was streamed. */
  readonly firstChunkMs?: number | undefined;
}

export type TimeUnit = 's' | 'ms' | 'wall';

/** A clock is not exact, and waiting for the answer costs something. */
const TOLERANCE = 1.1;

/**
 * In which unit `execution_time` is told: the documentation says seconds, the client milliseconds. The larger reading
 * that still fits inside the wall clock wins, for an execution is most of its call; `wall` where neither does.
 */
export function settleUnit(samples: readonly Sample[]): TimeUnit {
  const known = samples.flatMap(({ execution, wallMs }) =>
    typeof execution.execution_time === 'number' && execution.execution_time > 0
      ? [{ told: execution.execution_time, wallMs: wallMs ?? wallOf(execution) }]
      : [],
  );
  const measured = known.flatMap(({ told, wallMs }) => (wallMs === null ? [] : [{ told, wallMs }]));
  if (measured.length === 0) return 'wall';
  const fits = (factor: number) => median(measured.map(({ told, wallMs }) => (told * factor) / wallMs)) <= TOLERANCE;
  if (fits(1000)) return 's';
  return fits(1) ? 'ms' : 'wall';
}

/** From the server's own two dates, where no clock of ours was there. */
function wallOf({ created_at, updated_at }: Execution): number | null {
  const wall = Date.parse(updated_at) - Date.parse(created_at);
  return Number.isFinite(wall) && wall > 0 ? wall : null;
}

function latencyOf({ execution, wallMs }: Sample, unit: TimeUnit): number | null {
  const told = execution.execution_time;
  if (unit !== 'wall' && typeof told === 'number' && told > 0) return unit === 's' ? told * 1000 : told;
  return wallMs ?? wallOf(execution);
}

/** Executions of a job that failed; more than this share and the job says nothing. */
const MOST_FAILED = 0.5;

export function isMostlyFailed(samples: readonly Sample[]): boolean {
  const failed = samples.filter(({ execution }) => execution.status !== 'completed').length;
  return failed / samples.length > MOST_FAILED;
}

/** The job that its executions make; undefined where none of them has a time. Failures are counted, not timed. */
export function toJob(samples: readonly Sample[], unit: TimeUnit): Job | undefined {
  const good = samples.filter(({ execution }) => execution.status === 'completed');
  const times = good.flatMap((sample) => latencyOf(sample, unit) ?? []);
  if (times.length === 0) return undefined;
  const latency = median(times);
  const values: Values = dropMissing({
    latency,
    latency_p95: times.length > 1 ? quantile(times, 0.95) : undefined,
    first_chunk: middle(good.map(({ firstChunkMs }) => firstChunkMs)),
    tokens_in: middle(good.map(({ execution }) => execution.token_use.input)),
    tokens_out: middle(good.map(({ execution }) => execution.token_use.output)),
    tokens_total: middle(good.map(({ execution }) => execution.token_use.total)),
    failures: samples.length - good.length,
  });
  const [first, last] = [times.slice(0, Math.ceil(times.length / 3)), times.slice(-Math.ceil(times.length / 3))];
  const spread = standardDeviation(times) / latency;
  return {
    values,
    iterations: {
      count: times.length,
      minMs: Math.min(...times),
      maxMs: Math.max(...times),
      spread,
      drift: median(last) / median(first),
    },
  };
}

/** Fewer executions than this may be alike by chance. */
const FEWEST_ALIKE = 4;
const ALIKE = 0.002;

/** A cache measures nothing: a run says so, or times and tokens are implausibly alike. */
export function findCache(samples: readonly Sample[], job: Job, device: string): readonly Finding[] {
  const told = samples.some(({ execution }) => execution.fromCache);
  const { count = 0, spread = 1 } = job.iterations ?? {};
  if (!told && !(count >= FEWEST_ALIKE && spread < ALIKE)) return [];
  const why = told
    ? 'an execution says that it came from the cache'
    : `${count} executions took the same time to within 0.2 %`;
  return [{ code: 'cache-suspected', facts: { device, why } }];
}

export function describeUnit(unit: TimeUnit): string {
  if (unit === 'wall') return "the clock around each call, for the service's own times fit in no unit";
  return `the service's execution_time in ${unit === 's' ? 'seconds' : 'milliseconds'}, which fits the clock around the calls`;
}

/** The commit that tags tell. */
export function toCommit(tags: readonly string[]): CommitRef {
  const or = (text: string) => (text === '' ? null : text);
  return {
    sha: or(tagOf(tags, 'commit')),
    branch: or(tagOf(tags, 'branch')),
    repository: or(tagOf(tags, 'repository')),
    pullRequest: null,
  };
}

function middle(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : median(known);
}

function dropMissing(values: Readonly<Record<string, number | undefined>>): Values {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
