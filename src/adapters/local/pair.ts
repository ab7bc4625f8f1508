// Measures two models interleaved: two processes held open, timed in alternating short blocks A B B A, so that
// whatever else the machine does falls on both sides alike. One pair is one unit of evidence.

import { type Iterations, type Job, type Pair, toLogRatio, type Values } from '../../domain/job.ts';
import { mean, median, quantile, standardDeviation } from '../../domain/statistics.ts';
import type { ModelProcess } from './process.ts';
import type { LoadedModel } from './protocol.ts';

/** How long one job measures; each count and time must both be reached. */
export interface Duration {
  readonly warmupCount: number;
  readonly warmupMs: number;
  /** Iterations and time of one side over all its blocks. */
  readonly minIterations: number;
  readonly minTimeMs: number;
}

/** Shorter blocks are drowned by the switch between processes, longer ones let the machine's load drift. */
const BLOCK_MS = 25;
const FEWEST_ROUNDS = 6;

/** A loaded model on one side of the pair. */
export interface Side {
  readonly process: ModelProcess;
  readonly loaded: LoadedModel;
}

/** Measures A B B A rounds until the duration is reached; both processes stay open. */
export async function measurePair(baseline: Side, candidate: Side, duration: Duration): Promise<Pair> {
  for (const side of [baseline, candidate]) await side.process.warm(duration.warmupCount, duration.warmupMs);
  const rounds: Round[] = [];
  while (!isEnough(rounds, duration)) rounds.push(await measureRound(baseline.process, candidate.process));
  const before = toJob(
    baseline.loaded,
    rounds.flatMap((round) => round.baseline.flat()),
  );
  const after = toJob(
    candidate.loaded,
    rounds.flatMap((round) => round.candidate.flat()),
  );
  return { baseline: before, candidate: after, logRatios: toLogRatios(before, after, rounds) };
}

/** Measures one model by itself, in one block. */
export async function measureJob(side: Side, duration: Duration): Promise<Job> {
  await side.process.warm(duration.warmupCount, duration.warmupMs);
  return toJob(side.loaded, await side.process.block(duration.minIterations, duration.minTimeMs));
}

interface Round {
  readonly baseline: readonly (readonly number[])[];
  readonly candidate: readonly (readonly number[])[];
}

async function measureRound(baseline: ModelProcess, candidate: ModelProcess): Promise<Round> {
  const a1 = await baseline.block(1, BLOCK_MS);
  const b1 = await candidate.block(1, BLOCK_MS);
  const b2 = await candidate.block(1, BLOCK_MS);
  const a2 = await baseline.block(1, BLOCK_MS);
  return { baseline: [a1, a2], candidate: [b1, b2] };
}

function isEnough(rounds: readonly Round[], duration: Duration): boolean {
  if (rounds.length < FEWEST_ROUNDS) return false;
  const sides = [rounds.flatMap((round) => round.baseline.flat()), rounds.flatMap((round) => round.candidate.flat())];
  return sides.every((times) => times.length >= duration.minIterations && sum(times) >= duration.minTimeMs);
}

/** Latency by the median of the rounds' log-ratios, each of block medians; the rest from the two jobs' values. */
function toLogRatios(before: Job, after: Job, rounds: readonly Round[]): Pair['logRatios'] {
  const names = new Set([...Object.keys(before.values), ...Object.keys(after.values)]);
  const plain = [...names].map((name) => [name, toLogRatio(before.values[name], after.values[name])] as const);
  return { ...Object.fromEntries(plain), latency: median(rounds.map(logRatioOf)) };
}

function logRatioOf(round: Round): number {
  const level = (blocks: readonly (readonly number[])[]) => mean(blocks.map((times) => Math.log(median(times))));
  return level(round.candidate) - level(round.baseline);
}

/** One job's values from the times of its inferences, in milliseconds. */
export function toJob(loaded: LoadedModel, timesMs: readonly number[]): Job {
  const values: Values = {
    latency: median(timesMs),
    latency_median: median(timesMs),
    latency_mean: mean(timesMs),
    latency_p95: quantile(timesMs, 0.95),
    first_inference: loaded.firstInferenceMs,
    load_time: loaded.loadMs,
    ...(loaded.peakMemoryBytes === null ? {} : { peak_memory: loaded.peakMemoryBytes / 1e6 }),
  };
  return { values, iterations: describe(timesMs) };
}

function describe(timesMs: readonly number[]): Iterations {
  const third = Math.max(1, Math.floor(timesMs.length / 3));
  return {
    count: timesMs.length,
    minMs: quantile(timesMs, 0),
    maxMs: quantile(timesMs, 1),
    spread: standardDeviation(timesMs) / mean(timesMs),
    drift: median(timesMs.slice(-third)) / median(timesMs.slice(0, third)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
