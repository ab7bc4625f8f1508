// Measures two models interleaved: two processes held open, timed in short blocks A B B A or B A A B, so that
// whatever else the machine does falls on both sides alike. One pair is one unit of evidence.

import { type Iterations, type Job, type Pair, toLogRatio, type Values } from '../../domain/job.ts';
import { mean, median, quantile, standardDeviation } from '../../domain/statistics.ts';
import { type Disturbance, isLess, isTooMuch, type Patience } from './disturbance.ts';
import { type LoadCounters, loadBetween } from './machine-load.ts';
import type { ModelProcess } from './process.ts';
import type { LoadedModel } from './protocol.ts';
import { balancedOrders, estimateLevels, isPrecise, measureContention, type Round, type RoundOrder } from './rounds.ts';

/** How long one job measures; each count and time must both be reached. */
export interface Duration {
  readonly warmupCount: number;
  readonly warmupMs: number;
  /** Iterations and time of one side over all its blocks. */
  readonly minIterations: number;
  readonly minTimeMs: number;
  /** Whether a pair may end before `minTimeMs`, once its rounds agree. */
  readonly untilPrecise: boolean;
  /** A pair of slow models ends after this time, whatever it has reached by then. */
  readonly maxTimeMs: number;
}

/** Shorter blocks are drowned by the switch between processes, longer ones let the machine's load drift. */
const BLOCK_MS = 25;
const FEWEST_ROUNDS = 6;
/** What a pair has at least that ran out of time. */
const FEWEST_ROUNDS_SLOW = 2;

/** A loaded model on one side of the pair. */
export interface Side {
  readonly process: ModelProcess;
  readonly loaded: LoadedModel;
}

/** What a pair needs of the machine that it is measured on. */
export interface PairMachine {
  /** The system's own figures, where it has any. */
  readonly readLoad: () => Promise<LoadCounters | undefined>;
  /** Puts both processes on the processor that is idlest now, where they are held on one. */
  readonly move: () => Promise<void>;
}

/** A pair, and what of it was measured again because other load disturbed it. */
export interface MeasuredPair {
  readonly pair: Pair;
  /** How each disturbed try was disturbed; empty where none was. */
  readonly disturbed: readonly Disturbance[];
  /** Whether the time ran out before the duration was reached. */
  readonly cut: boolean;
}

/**
 * Measures rounds of four blocks until the duration is reached; both processes stay open. Disturbed rounds are measured
 * again, elsewhere, as often as `patience` allows; then the least disturbed ones count.
 */
export async function measurePair(
  baseline: Side,
  candidate: Side,
  duration: Duration,
  { readLoad, move }: PairMachine,
  patience: Patience,
): Promise<MeasuredPair> {
  for (const side of [baseline, candidate]) await side.process.warm(duration.warmupCount, duration.warmupMs);
  const isLate = startClock(duration.maxTimeMs);
  const disturbed: Disturbance[] = [];
  let best: Try | undefined;
  let stays = false;
  for (let again = 0; again === 0 || !isLate(); again += 1) {
    const before = await readLoad();
    const rounds = await measureRounds(baseline.process, candidate.process, duration, isLate);
    const disturbance = { contention: measureContention(rounds), load: loadBetween(before, await readLoad()) };
    if (best === undefined || isLess(disturbance, best.disturbance)) best = { rounds, disturbance };
    stays = isTooMuch(disturbance);
    if (stays) disturbed.push(disturbance);
    if (!stays || again >= patience.allows(disturbance)) break;
    await move();
  }
  patience.ended(stays);
  const rounds = best?.rounds ?? [];
  const pair = toPair(await withWarmLoad(baseline), await withWarmLoad(candidate), rounds);
  return { pair, disturbed, cut: !isEnough(rounds, duration) };
}

/** Longer ones are not loaded once more. */
const LONGEST_RELOAD_MS = 2000;

/** The process of the side executes nothing after this. */
async function withWarmLoad({ process, loaded }: Side): Promise<LoadedModel> {
  return loaded.loadMs > LONGEST_RELOAD_MS ? loaded : { ...loaded, warmLoadMs: await process.reload() };
}

interface Try {
  readonly rounds: readonly Round[];
  readonly disturbance: Disturbance;
}

async function measureRounds(
  baseline: ModelProcess,
  candidate: ModelProcess,
  duration: Duration,
  isLate: () => boolean,
): Promise<readonly Round[]> {
  const orders = balancedOrders();
  const rounds: Round[] = [];
  const isCut = () => rounds.length >= FEWEST_ROUNDS_SLOW && isLate();
  while (!isEnough(rounds, duration) && !isCut()) {
    rounds.push(await measureRound(baseline, candidate, orders.next().value));
  }
  return rounds;
}

function startClock(maxMs: number): () => boolean {
  const started = performance.now();
  return () => performance.now() - started > maxMs;
}

/** Latency and its ratio come from the blocks, so that they never contradict each other; the rest from all times. */
function toPair(baseline: LoadedModel, candidate: LoadedModel, rounds: readonly Round[]): Pair {
  const levels = estimateLevels(rounds);
  const timesOf = (side: 'baseline' | 'candidate') => rounds.flatMap((round) => round[side].flat());
  const before = withLatency(toJob(baseline, timesOf('baseline')), levels.baseline);
  const after = withLatency(toJob(candidate, timesOf('candidate')), levels.candidate);
  const names = new Set([...Object.keys(before.values), ...Object.keys(after.values)]);
  const plain = [...names].map((name) => [name, toLogRatio(before.values[name], after.values[name])] as const);
  const sameRuntime = baseline.runtimeVersion === candidate.runtimeVersion;
  return {
    baseline: before,
    candidate: after,
    logRatios: { ...Object.fromEntries(plain), latency: levels.logRatio },
    ...(sameRuntime ? {} : { baselineRuntime: baseline.runtimeVersion }),
  };
}

function withLatency(job: Job, latency: number): Job {
  return { ...job, values: { ...job.values, latency } };
}

/** Measures one model by itself, in one block. */
export async function measureJob(side: Side, duration: Duration): Promise<Job> {
  await side.process.warm(duration.warmupCount, duration.warmupMs);
  const times = await side.process.block(duration.minIterations, duration.minTimeMs);
  return toJob(await withWarmLoad(side), times);
}

async function measureRound(baseline: ModelProcess, candidate: ModelProcess, order: RoundOrder): Promise<Round> {
  const [outer, inner] = order === 'ABBA' ? [baseline, candidate] : [candidate, baseline];
  const first = await outer.block(1, BLOCK_MS);
  const middle = [await inner.block(1, BLOCK_MS), await inner.block(1, BLOCK_MS)];
  const ends = [first, await outer.block(1, BLOCK_MS)];
  return order === 'ABBA' ? { baseline: ends, candidate: middle } : { baseline: middle, candidate: ends };
}

function isEnough(rounds: readonly Round[], duration: Duration): boolean {
  if (rounds.length < FEWEST_ROUNDS) return false;
  const sides = [rounds.flatMap((round) => round.baseline.flat()), rounds.flatMap((round) => round.candidate.flat())];
  if (!sides.every((times) => times.length >= duration.minIterations)) return false;
  return sides.every((times) => sum(times) >= duration.minTimeMs) || (duration.untilPrecise && isPrecise(rounds));
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
    ...(loaded.warmLoadMs === undefined ? {} : { warm_load_time: loaded.warmLoadMs }),
    inferences_per_second: 1000 / mean(timesMs),
    ...(loaded.peakMemoryBytes === null ? {} : { peak_memory: loaded.peakMemoryBytes / 1e6 }),
    ...(loaded.residentMemoryBytes === null ? {} : { resident_memory: loaded.residentMemoryBytes / 1e6 }),
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
