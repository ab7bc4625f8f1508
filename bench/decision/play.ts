// This project's gate on the same draws, through the code that decides.

import { compareSampled } from '../../src/decision/compare-metric.ts';
import { compareSeries } from '../../src/decision/compare-series.ts';
import { planLooks } from '../../src/decision/looks.ts';
import { findMetric, type Metric } from '../../src/domain/metric.ts';
import { type Draw, draw, MOST_JOBS, type Random, type Setting } from './draws.ts';

const LATENCY = findMetric('latency') as Metric;
const PLAN = planLooks('job', undefined, MOST_JOBS);
const MAX_REGRESSION = { unit: '%', value: 0.05 };

export interface Played {
  readonly failed: boolean;
  /** Candidate jobs spent. */
  readonly jobs: number;
}

/** Asks for one job after the other, as `compare` is used by hand. */
export function playSeries(history: readonly number[], candidate: readonly number[], metric: Metric = LATENCY): Played {
  const policy = { maxRegression: [MAX_REGRESSION], minChange: [], plan: PLAN };
  for (let jobs = 1; jobs <= candidate.length; jobs += 1) {
    const { verdict, wants } = compareSeries({ metric, history, candidate: candidate.slice(0, jobs) }, policy);
    if (verdict === 'regressed') return { failed: true, jobs };
    if (verdict !== 'inconclusive' || wants === 0) return { failed: false, jobs };
  }
  return { failed: false, jobs: candidate.length };
}

/**
 * One comparison as the measuring loop plays it: look after look, with jobs of the baseline's model in alternation
 * from the second look on where it can be had.
 */
export function playLooks({ history, candidate, again }: Draw, comparisons: number, withModel: boolean): Played {
  const question = {
    metric: LATENCY,
    maxRegression: MAX_REGRESSION,
    minChange: undefined,
    budget: undefined,
    plan: PLAN,
    comparisonCount: comparisons,
  };
  for (const [index, jobs] of PLAN.looks.entries()) {
    const measuredNow = withModel && index > 0 ? again.slice(0, jobs) : [];
    const evidence = {
      recorded: history,
      measuredNow,
      history: [],
      candidate: candidate.slice(0, jobs),
      pairs: [],
      aaPairs: [],
    };
    const { verdict, wants } = compareSampled(question, evidence);
    if (verdict === 'regressed') return { failed: true, jobs };
    if (verdict !== 'inconclusive' || wants === 0) return { failed: false, jobs };
  }
  return { failed: false, jobs: MOST_JOBS };
}

export interface GateRates {
  /** Share of gates that failed. */
  readonly failed: number;
  /** Mean candidate jobs a comparison. */
  readonly jobs: number;
}

/** Many gates of `comparisons` comparisons each, all with the same true change. */
export function playGates(
  random: Random,
  setting: Setting,
  { gates, comparisons, withModel }: { gates: number; comparisons: number; withModel: boolean },
): GateRates {
  let failed = 0;
  let jobs = 0;
  for (let gate = 0; gate < gates; gate += 1) {
    const played = Array.from({ length: comparisons }, () => playLooks(draw(random, setting), comparisons, withModel));
    if (played.some((one) => one.failed)) failed += 1;
    jobs += played.reduce((sum, one) => sum + one.jobs, 0);
  }
  return { failed: failed / gates, jobs: jobs / gates / comparisons };
}
