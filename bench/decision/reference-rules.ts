// The rules that other gates use, a few lines each, on the same draws. Each is a score and the threshold it is used with.

import { studentQuantile } from '../../src/decision/student-t.ts';
import { mean, median, quantile, standardDeviation } from '../../src/domain/statistics.ts';
import type { Draw } from './draws.ts';

export interface ReferenceRule {
  readonly name: string;
  readonly source: string;
  /** Larger is more suspicious. */
  readonly score: (draw: Draw) => number;
  /** A score above it is an alarm. */
  readonly threshold: number;
  /** Candidate jobs that it uses. */
  readonly jobs: number;
}

const lastOf = ({ history }: Draw) => history.at(-1) ?? Number.NaN;
const firstOf = ({ candidate }: Draw) => candidate[0] ?? Number.NaN;
const ratio = (draw: Draw) => firstOf(draw) / lastOf(draw);

export const REFERENCE_RULES: readonly ReferenceRule[] = [
  { name: 'ratio 1.1', source: 'threshold on the last run', score: ratio, threshold: 1.1, jobs: 1 },
  { name: 'ratio 1.5', source: 'threshold on the last run', score: ratio, threshold: 1.5, jobs: 1 },
  {
    name: 'ratio 2.0',
    source: "github-action-benchmark's default, 200 %",
    score: ratio,
    threshold: 2,
    jobs: 1,
  },
  {
    name: 't-test 0.98',
    source: "Bencher's t_test threshold: a prediction interval from the history",
    // In units of the interval's half-width at 0.98, so that 1 is the threshold.
    score: (draw) => {
      const { history } = draw;
      const halfWidth = studentQuantile(0.02, history.length - 1) * standardDeviation(history);
      return (firstOf(draw) - mean(history)) / (halfWidth * Math.sqrt(1 + 1 / history.length));
    },
    threshold: 1,
    jobs: 1,
  },
  {
    name: 'IQR fence',
    source: "Bencher's iqr threshold; Tukey 1977: beyond 1.5 interquartile ranges",
    score: (draw) => {
      const [low, high] = [quantile(draw.history, 0.25), quantile(draw.history, 0.75)];
      return (firstOf(draw) - high) / (high - low);
    },
    threshold: 1.5,
    jobs: 1,
  },
  {
    name: 'Mann-Whitney U',
    source: 'U test over iterations, p < 0.01 (Mann & Whitney 1947), as benchstat and others compare two runs',
    score: ({ iterations }) => rankSum(iterations.baseline, iterations.candidate),
    threshold: 2.326,
    jobs: 1,
  },
  {
    name: 'error bars',
    source: '95 % confidence intervals of the iterations do not overlap',
    score: ({ iterations: { baseline, candidate } }) =>
      (mean(candidate) - mean(baseline)) / (halfBar(baseline) + halfBar(candidate)),
    threshold: 1,
    jobs: 1,
  },
  {
    name: 'median of six',
    source: 'the median of six candidate jobs is beyond the largest of ten runs',
    score: ({ history, candidate }) => median(candidate) / Math.max(...history),
    threshold: 1,
    jobs: 6,
  },
];

/** Standard normal deviate of the rank sum. */
function rankSum(before: readonly number[], after: readonly number[]): number {
  let above = 0;
  for (const a of after) for (const b of before) above += a > b ? 1 : a === b ? 0.5 : 0;
  const [m, n] = [before.length, after.length];
  return (above - (m * n) / 2) / Math.sqrt((m * n * (m + n + 1)) / 12);
}

function halfBar(values: readonly number[]): number {
  return (studentQuantile(0.025, values.length - 1) * standardDeviation(values)) / Math.sqrt(values.length);
}
