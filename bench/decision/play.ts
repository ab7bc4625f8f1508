// This project's gate on the same draws and windows, through the code that decides, look after look as it measures.

import { compareSampled } from '../../src/decision/compare-metric.ts';
import { type Effort, planLooks } from '../../src/decision/looks.ts';
import { builtIn, type Metric } from '../../src/domain/metric.ts';
import { type Draw, draw, MOST_JOBS, type Random, type Setting } from './draws.ts';

const LATENCY = builtIn('latency');
const MAX_REGRESSION = { unit: '%', value: 0.05 };

export interface Played {
  readonly ended: 'red' | 'green' | 'inconclusive';
  /** Of a green: what its evidence still allows, a fraction. */
  readonly bound: number;
  readonly shown: boolean;
  /** Candidate jobs spent. */
  readonly jobs: number;
}

export interface Manner {
  readonly effort: Effort;
  readonly comparisons?: number;
  readonly metric?: Metric;
  /** Whether jobs of the baseline's model are measured in alternation from the second look on. */
  readonly withModel?: boolean;
}

/** One comparison of one gate. */
export function play({ history, candidate, again }: Omit<Draw, 'iterations'>, manner: Manner): Played {
  const { effort, comparisons = 1, metric = LATENCY, withModel = false } = manner;
  const plan = { ...planLooks('job', undefined, MOST_JOBS), effort, confirmImprovements: 'once' } as const;
  const shared = { minChange: undefined, budget: undefined, plan, comparisonCount: comparisons };
  const terms = { ...shared, metric, maxRegression: MAX_REGRESSION };
  let played: Played = { ended: 'inconclusive', bound: 0, shown: false, jobs: 0 };
  for (const [index, jobs] of plan.looks.entries()) {
    const { verdict, wants, rulesOutAbove, shown } = compareSampled(terms, {
      recorded: history,
      measuredNow: withModel && index > 0 ? again.slice(0, jobs) : [],
      history: [],
      candidate: candidate.slice(0, jobs),
      pairs: [],
      aaPairs: [],
    });
    const ended = verdict === 'regressed' ? 'red' : verdict === 'inconclusive' ? 'inconclusive' : 'green';
    played = { ended, bound: rulesOutAbove ?? Number.POSITIVE_INFINITY, shown, jobs };
    if (verdict === 'regressed' || wants === 0) break;
  }
  return played;
}

export interface GateRates {
  /** Shares of gates in which a comparison ended so. */
  readonly failed: number;
  readonly inconclusive: number;
  /** Shares of comparisons. */
  readonly green: number;
  readonly shown: number;
  /** Mean candidate jobs a comparison. */
  readonly jobs: number;
}

/** Many gates of `comparisons` comparisons each, all with the same true change. */
export function playGates(random: Random, setting: Setting, gates: number, manner: Manner): GateRates {
  const { comparisons = 1 } = manner;
  const sums = { failed: 0, inconclusive: 0, green: 0, shown: 0, jobs: 0 };
  for (let gate = 0; gate < gates; gate += 1) {
    const played = Array.from({ length: comparisons }, () => play(draw(random, setting), manner));
    if (played.some(({ ended }) => ended === 'red')) sums.failed += 1;
    if (played.some(({ ended }) => ended === 'inconclusive')) sums.inconclusive += 1;
    for (const { ended, shown, jobs } of played) {
      if (ended === 'green') sums.green += 1;
      if (ended === 'green' && shown) sums.shown += 1;
      sums.jobs += jobs;
    }
  }
  const all = gates * comparisons;
  return {
    failed: sums.failed / gates,
    inconclusive: sums.inconclusive / gates,
    green: sums.green / all,
    shown: sums.shown / all,
    jobs: sums.jobs / all,
  };
}
