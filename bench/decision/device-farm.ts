// Pairs in one session beside jobs on any phone of a cloud: what each finds of a true change, through the code that
// decides. `npm run bench:device-farm` prints the table of docs/device-farm.md; the exit code is 1 where a figure misses
// its bound. Drawn from a fixed seed: nothing here was measured on a phone.

import process from 'node:process';
import { compareSampled } from '../../src/decision/compare-metric.ts';
import type { MetricValues } from '../../src/decision/estimate.ts';
import { type Plan, planLooks } from '../../src/decision/looks.ts';
import { builtIn } from '../../src/domain/metric.ts';
import { type Random, seeded } from './draws.ts';

/** Between two phones of one name, and between two blocks of one session (coefficients of variation). */
const PHONES = 0.2;
const BLOCKS = 0.01;
const LIMIT = { unit: '%', value: 0.02 };
const GATES = 4000;
/** Seven records: three pairs of the model beside itself at first, then one each. */
const AA_PAIRS = 9;

interface Manner {
  readonly words: string;
  readonly plan: Plan;
  readonly values: (random: Random, change: number, count: number) => MetricValues;
  /** The least share found of a true +5 %; undefined where it is shown for comparison only. */
  readonly finds?: number;
}

const EMPTY = { recorded: [], measuredNow: [], history: [], candidate: [], pairs: [], aaPairs: [] } as const;

/** The geometric mean of two blocks a side, A B B A, on one phone. */
function pairs(random: Random, change: number, count: number): readonly number[] {
  return Array.from({ length: count }, () => {
    const side = () => (BLOCKS * (normal(random) + normal(random))) / 2;
    return Math.log1p(change) + side() - side();
  });
}

function paired(aaPairs: number): Manner['values'] {
  return (random, change, count) => {
    const found = pairs(random, change, count);
    return {
      ...EMPTY,
      measuredNow: found.map(() => 10),
      candidate: found.map((log) => 10 * Math.exp(log)),
      pairs: found,
      aaPairs: pairs(random, 0, aaPairs),
    };
  };
}

/** Ten recorded jobs and the candidate's, each on whatever phone came. */
function apart(random: Random, change: number, count: number): MetricValues {
  const job = (more: number) =>
    10 * Math.exp(PHONES * normal(random) + (BLOCKS * normal(random)) / Math.SQRT2 + Math.log1p(more));
  const recorded = Array.from({ length: 10 }, () => job(0));
  return { ...EMPTY, recorded, candidate: Array.from({ length: count }, () => job(change)) };
}

const MANNERS: readonly Manner[] = [
  { words: 'six jobs on six phones, ten recorded', plan: planLooks('job', undefined, 6), values: apart },
  { words: 'four pairs, no A/A pair recorded', plan: planLooks('pair', undefined, 4), values: paired(0), finds: 0.95 },
  {
    words: `four pairs, ${AA_PAIRS} A/A pairs recorded`,
    plan: planLooks('pair', undefined, 4),
    values: paired(AA_PAIRS),
    finds: 0.95,
  },
  {
    words: `two pairs, ${AA_PAIRS} A/A pairs recorded (the code alone: a gate takes four at least)`,
    plan: { looks: [1, 2], regressFrom: 2 },
    values: paired(AA_PAIRS),
    finds: 0.95,
  },
  {
    words: 'six pairs (the default at most), no A/A pair recorded',
    plan: planLooks('pair', undefined, 6),
    values: paired(0),
    finds: 0.95,
  },
];

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(random() || 1e-12)) * Math.cos(2 * Math.PI * random());
}

interface Rates {
  readonly red: number;
  readonly spent: number;
}

function play(
  { plan, values }: Manner,
  change: number,
  random: Random,
): { readonly red: boolean; readonly spent: number } {
  const terms = {
    metric: builtIn('latency'),
    maxRegression: LIMIT,
    minChange: undefined,
    budget: undefined,
    plan,
    comparisonCount: 1,
  };
  const last = plan.looks.at(-1) ?? 1;
  const all = values(random, change, last);
  const first = (count: number): MetricValues => ({
    ...all,
    candidate: all.candidate.slice(0, count),
    pairs: all.pairs.slice(0, count),
    measuredNow: all.measuredNow.slice(0, count),
  });
  for (const look of plan.looks) {
    const { verdict, wants } = compareSampled(terms, first(look));
    if (verdict === 'regressed') return { red: true, spent: look };
    if (wants === 0) return { red: false, spent: look };
  }
  return { red: false, spent: last };
}

function playAll(manner: Manner, change: number): Rates {
  const random = seeded(20_26 + Math.round(change * 1000));
  let [red, spent] = [0, 0];
  for (let gate = 0; gate < GATES; gate += 1) {
    const ended = play(manner, change, random);
    if (ended.red) red += 1;
    spent += ended.spent;
  }
  return { red: red / GATES, spent: spent / GATES };
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const rows = MANNERS.map((manner) => {
  const [equal, slower, muchSlower] = [0, 0.05, 0.1].map((change) => playAll(manner, change));
  if (equal === undefined || slower === undefined || muchSlower === undefined) throw new Error('no change was played');
  if (manner.finds !== undefined && (equal.red > 0.01 || slower.red < manner.finds)) process.exitCode = 1;
  return `| ${manner.words} | ${percent(equal.red)} | ${percent(slower.red)} | ${percent(muchSlower.red)} | ${equal.spent.toFixed(1)} |`;
});
console.log(
  `| evidence | red when equal | found of +5 % | found of +10 % | units spent when equal |\n|---|--:|--:|--:|--:|\n${rows.join('\n')}`,
);
