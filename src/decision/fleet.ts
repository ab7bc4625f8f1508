// The pooled change over several devices: a random-effects mean of what each device says.

import type { Comparison } from '../domain/comparison.ts';
import { deviceOf } from '../domain/device.ts';
import type { FleetChange } from '../domain/fleet.ts';
import { toWorsening } from '../domain/limit.ts';
import { type Metric, mergeMetrics } from '../domain/metric.ts';
import { jobsOf, valuesOf } from '../domain/run.ts';
import { mean, median, standardDeviation } from '../domain/statistics.ts';
import { collectValues } from './collect-values.ts';
import { type Estimate, estimateFromJobs, estimateFromPairs, estimateFromSessions } from './estimate.ts';
import { type Evidence, isIdentical } from './evidence.ts';
import { ERROR_BUDGET } from './looks.ts';
import { studentQuantile } from './student-t.ts';

/** One model on one device, with what was found there. */
export interface DeviceResult {
  readonly evidence: Evidence;
  readonly comparisons: readonly Comparison[];
}

/** Fewer devices are no fleet. */
const FEWEST_DEVICES = 3;

/** What all devices say of one metric of one model; on the log scale, positive is worse. */
export interface PooledEffect {
  readonly model: string;
  readonly metric: Metric;
  readonly results: readonly DeviceResult[];
  readonly change: number;
  /** Standard error of the change, and the degrees of freedom behind it. */
  readonly error: number;
  readonly df: number;
  /** Standard deviation of the true change from device to device. */
  readonly heterogeneity: number;
}

/** One for each sampled metric of each model that at least three devices compared. */
export function poolEffects(results: readonly DeviceResult[]): readonly PooledEffect[] {
  const models = [...new Set(results.map(({ evidence }) => evidence.model.name))];
  return models.flatMap((model) => {
    const own = results.filter(({ evidence }) => evidence.model.name === model && !isIdentical(evidence));
    const metrics = mergeMetrics(own.flatMap(({ comparisons }) => comparisons.map(({ metric }) => metric)));
    return metrics.filter(({ kind }) => kind === 'sampled').flatMap((metric) => poolMetric(model, metric, own) ?? []);
  });
}

/** The same as they are shown, each with its interval. */
export function poolDevices(results: readonly DeviceResult[]): readonly FleetChange[] {
  return poolEffects(results).map(({ model, metric, change, error, df, heterogeneity, ...pooled }) => {
    const toFraction = (log: number) => toWorsening(log, metric.direction);
    const reach = studentQuantile(ERROR_BUDGET, df) * error;
    return {
      model,
      metric: metric.name,
      devices: pooled.results.length,
      change: toFraction(change),
      interval: [toFraction(change - reach), toFraction(change + reach)],
      heterogeneity: Math.expm1(heterogeneity),
    };
  });
}

/** Whether so many devices are a fleet; several benchmarks on one device are none. */
export function isFleet(devices: readonly string[]): boolean {
  return new Set(devices.map(deviceOf)).size >= FEWEST_DEVICES;
}

/** An effect with its variance, and how much is known of that. */
interface Effect {
  readonly change: number;
  readonly variance: number;
  readonly df: number;
}

function poolMetric(model: string, metric: Metric, results: readonly DeviceResult[]): PooledEffect | undefined {
  const measured = results.filter(({ comparisons }) =>
    comparisons.some((one) => one.metric.name === metric.name && one.change !== null),
  );
  if (!isFleet(measured.map(({ evidence }) => evidence.device))) return undefined;
  const effects = steady(measured.map(({ evidence }) => toDeviceEffect(estimateOf(metric, evidence))));
  const paired = measured.every(({ evidence }) => evidence.pairs.length > 0);
  const shared = paired ? NO_SHARED_LUCK : sharedLuck(metric, measured);
  return { model, metric, results: measured, ...pool(effects, shared) };
}

function estimateOf(metric: Metric, evidence: Evidence): Estimate {
  const values = collectValues(metric, evidence);
  if (values.pairs.length > 0) return estimateFromPairs(values, metric.direction);
  const estimate = values.within === undefined ? estimateFromJobs : estimateFromSessions;
  return estimate(values, metric.direction);
}

/** What one device says, and what its own few values say of its noise. */
interface DeviceEffect {
  readonly change: number;
  /** Variance of one unit of evidence, and the degrees of freedom behind it. */
  readonly noise: number;
  readonly df: number;
  /** Variance of the change for each unit of that. */
  readonly share: number;
}

function toDeviceEffect({ logChange, errorAt, count, noise }: Estimate): DeviceEffect {
  const variance = noise.sd ** 2;
  return { change: logChange, noise: variance, df: noise.df, share: errorAt(count) ** 2 / variance };
}

/**
 * Variances of few values are drawn towards their mean, the more the less the devices differ beyond chance, so that a
 * lucky device does not weigh most (Smyth 2004, Statistical Applications in Genetics 3).
 */
function steady(effects: readonly DeviceEffect[]): readonly Effect[] {
  const usual = mean(effects.map(({ noise }) => noise));
  const logs = effects.map(({ noise }) => Math.log(noise));
  const spread = standardDeviation(logs) ** 2;
  const beyond = spread - mean(effects.map(({ df }) => trigamma(Math.max(1, df) / 2)));
  const prior = beyond > 0 ? (1 + Math.sqrt(1 + 2 * beyond)) / beyond : Number.POSITIVE_INFINITY;
  return effects.map(({ change, noise, df, share }) => {
    const own = Number.isFinite(prior) ? (df * noise + prior * usual) / (df + prior) : usual;
    return { change, df, variance: own * share };
  });
}

/** Variance of the logarithm of a gamma variate; by its asymptotic series, two digits from 0.5 on. */
function trigamma(x: number): number {
  return 1 / (x + 1) + 1 / (2 * (x + 1) ** 2) + 1 / (6 * (x + 1) ** 3) + 1 / x ** 2;
}

/** Luck that all devices of one run share: its variance in the pooled change, and the degrees of freedom behind it. */
export interface SharedLuck {
  readonly variance: number;
  readonly df: number;
}

const NO_SHARED_LUCK: SharedLuck = { variance: 0, df: 1 };

/**
 * The random-effects mean (DerSimonian & Laird 1986), its variance scaled by what the devices show and never below what
 * their own noise says (Hartung & Knapp 2001; Röver, Knapp & Friede 2015). Where they scatter no more than that, all the
 * noise tells the variance; else the devices do. The luck that a run shares adds its variance;
 * the degrees of freedom of both by Welch and Satterthwaite. All on the log scale.
 */
export function pool(
  effects: readonly Effect[],
  shared: SharedLuck,
): Pick<PooledEffect, 'change' | 'error' | 'df' | 'heterogeneity'> {
  const between = betweenVariance(effects);
  const weights = effects.map(({ variance }) => 1 / (variance + between));
  const total = sum(weights);
  const change = sum(effects.map((effect, index) => effect.change * (weights[index] ?? 0))) / total;
  const squares = effects.map((effect, index) => (weights[index] ?? 0) * (effect.change - change) ** 2);
  const df = between > 0 ? effects.length - 1 : Math.max(1, sum(effects.map((effect) => effect.df)));
  const own = Math.max(1, sum(squares) / (effects.length - 1)) / total;
  const all = own + shared.variance;
  const freedom = all ** 2 / (own ** 2 / df + shared.variance ** 2 / Math.max(1, shared.df));
  return {
    change,
    error: Math.sqrt(all),
    df: freedom,
    heterogeneity: Math.sqrt(between),
  };
}

function betweenVariance(effects: readonly Effect[]): number {
  const weights = effects.map(({ variance }) => 1 / variance);
  const total = sum(weights);
  const centre = sum(effects.map((effect, index) => effect.change * (weights[index] ?? 0))) / total;
  const q = sum(effects.map((effect, index) => (weights[index] ?? 0) * (effect.change - centre) ** 2));
  const scale = total - sum(weights.map((weight) => weight ** 2)) / total;
  return Math.max(0, (q - (effects.length - 1)) / scale);
}

/** Runs that tell of shared luck: as many devices, and as many runs, as a variance takes. */
const FEWEST_RUNS = 3;

/** Whole runs scatter by chance; what they share is told from it by this ratio of variances. Chosen by `bench/decision`. */
const SHARED_RATIO = 1.6;

/** How far whole runs stand from each other beyond what their devices' own noise explains (analysis of variance). */
function sharedLuck(metric: Metric, results: readonly DeviceResult[]): SharedLuck {
  const runs = new Map<string, number[]>();
  for (const { evidence } of results) {
    for (const { run, residual } of residualsOf(metric, evidence)) runs.set(run, [...(runs.get(run) ?? []), residual]);
  }
  const full = [...runs.values()].filter((residuals) => residuals.length >= FEWEST_DEVICES);
  if (full.length < FEWEST_RUNS) return NO_SHARED_LUCK;
  const means = full.map(mean);
  const within = full.flatMap((residuals, index) => residuals.map((residual) => (residual - (means[index] ?? 0)) ** 2));
  const noise = sum(within) / (within.length - full.length);
  const centre = mean(means);
  const df = full.length - 1;
  const spread = sum(means.map((value) => (value - centre) ** 2)) / df;
  const devices = within.length / full.length;
  if (spread < SHARED_RATIO * (noise / devices)) return NO_SHARED_LUCK;
  return { variance: Math.max(0, spread - noise / devices) * (1 + 1 / full.length), df };
}

/** Each recorded run's log-distance from its device's level; positive or negative alike, so the direction is left out. */
function residualsOf(
  metric: Metric,
  { baselineRun }: Evidence,
): readonly { readonly run: string; readonly residual: number }[] {
  const window = baselineRun?.baseline?.window ?? [];
  const levels = window.flatMap((run) => {
    const values = valuesOf(metric, jobsOf(run));
    return values.length === 0 ? [] : [{ run: run.commit.sha ?? run.createdAt, level: Math.log(median(values)) }];
  });
  const centre = median(levels.map(({ level }) => level));
  return levels.map(({ run, level }) => ({ run, residual: level - centre }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
