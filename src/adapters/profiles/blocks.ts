// From the blocks of a pair to its numbers. One call is one block; its numbers are what the program printed.

import type { Job, Layer, Pair } from '../../domain/job.ts';
import type { Metric } from '../../domain/metric.ts';
import { mean, median } from '../../domain/statistics.ts';
import type { Benchmark } from './reader.ts';
import { pairJobs, rowsOf, toJob } from './to-job.ts';

/** Who is measured in each of the four blocks of a round. */
export type Order = readonly ('baseline' | 'candidate')[];

const ABBA: Order = ['baseline', 'candidate', 'candidate', 'baseline'];
const BAAB: Order = ['candidate', 'baseline', 'baseline', 'candidate'];

/** Orders of rounds, either of the two balanced ones by chance: a drift of the device falls on both sides alike. */
export function orderRounds(rounds: number, random: () => number): readonly Order[] {
  return Array.from({ length: rounds }, () => (random() < 0.5 ? ABBA : BAAB));
}

/**
 * The job that several blocks make: the geometric mean of each sampled metric, the median of an exact one, so that
 * the ratio of two jobs is the ratio of the levels that are printed beside it.
 */
function combineBlocks(blocks: readonly Benchmark[]): Job {
  const jobs = blocks.map(toJob);
  const rows = new Map(blocks.flatMap(({ readings }) => readings.map(({ metric }) => [metric.name, metric] as const)));
  const values = [...rows.values()].flatMap((metric) => {
    const found = jobs.flatMap((job) => job.values[metric.name] ?? []);
    return found.length < jobs.length ? [] : [[metric.name, level(metric, found)] as const];
  });
  const [first] = jobs;
  return {
    values: Object.fromEntries(values),
    ...(first?.iterations === undefined ? {} : { iterations: first.iterations }),
  };
}

function level({ kind }: Metric, values: readonly number[]): number {
  const logs = values.map(Math.log);
  return kind === 'sampled' && logs.every(Number.isFinite) ? Math.exp(mean(logs)) : median(values);
}

/** The pair that the blocks of both sides make. */
function toPair(baseline: readonly Benchmark[], candidate: readonly Benchmark[]): Pair {
  return pairJobs(combineBlocks(baseline), combineBlocks(candidate));
}

/** Metrics that are not built-in, each once. */
function rowsOfBlocks(blocks: readonly Benchmark[]): readonly Metric[] {
  return [...new Map(blocks.flatMap(rowsOf).map((metric) => [metric.name, metric])).values()];
}

/** Layers of the last block that tells any. */
function layersOf(blocks: readonly Benchmark[]): readonly Layer[] {
  return blocks.findLast(({ layers }) => layers !== undefined && layers.length > 0)?.layers ?? [];
}

/** What the blocks of one pair make; of one job, where the baseline has none. */
export type BlockEvidence = { readonly metrics: readonly Metric[]; readonly layers: readonly Layer[] } & (
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'pair'; readonly pair: Pair }
);

/** Blocks of both sides, in the order of time, as evidence. Throws an Error where a block has no measurement. */
export function toEvidence(baseline: readonly Benchmark[], candidate: readonly Benchmark[]): BlockEvidence {
  const common = { metrics: rowsOfBlocks([...baseline, ...candidate]), layers: layersOf(candidate) };
  return baseline.length === 0
    ? { kind: 'job', job: combineBlocks(candidate), ...common }
    : { kind: 'pair', pair: toPair(baseline, candidate), ...common };
}
