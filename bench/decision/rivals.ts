// Rules of other programs that look at a history and at one or several jobs of the candidate; on times.

import { rankInterval } from '../../src/decision/rank-test.ts';
import {
  mean,
  median,
  medianDifference,
  quantile,
  sortedDifferences,
  standardDeviation,
} from '../../src/domain/statistics.ts';

export interface Rival {
  readonly name: string;
  readonly source: string;
  readonly isAlarm: (history: readonly number[], candidate: readonly number[]) => boolean;
}

const LEAST = 0.05;

export const RIVALS: readonly Rival[] = [
  {
    name: 'U test over jobs',
    source: 'the last ten runs against six jobs, two-sided p < 0.01 and at least 5 %',
    isAlarm: (history, candidate) => {
      const [before, after] = [history.slice(-10).map(Math.log), candidate.map(Math.log)];
      const differences = sortedDifferences(before, after);
      const interval = rankInterval(differences, before.length, after.length, { error: 0.005, leniency: 0 });
      return (interval?.[0] ?? -1) > 0 && medianDifference(before, after) > Math.log1p(LEAST);
    },
  },
  {
    name: 'Q3 + 3 IQR',
    source: "rustc-perf's significance: one job's relative change beyond Q3 + 3 IQR of those from run to run",
    isAlarm: (history, candidate) => {
      const steps = history.slice(1).map((value, index) => Math.abs(value / (history[index] ?? value) - 1));
      const [q1, q3] = [quantile(steps, 0.25), quantile(steps, 0.75)];
      return (candidate[0] ?? 0) / (history.at(-1) ?? 1) - 1 > q3 + 3 * (q3 - q1);
    },
  },
  {
    name: 'z > 5',
    source: "Conbench's default: one job more than five standard deviations from the history's mean",
    isAlarm: (history, candidate) => ((candidate[0] ?? 0) - mean(history)) / standardDeviation(history) > 5,
  },
  {
    name: 't > 7',
    source: "Perfherder: Student's t of twelve runs before and all jobs after beyond 7, and at least 2 %",
    isAlarm: (history, candidate) => {
      const before = history.slice(-12);
      const error = Math.sqrt(
        standardDeviation(before) ** 2 / before.length + standardDeviation(candidate) ** 2 / candidate.length,
      );
      const step = mean(candidate) - mean(before);
      return step / error > 7 && step / mean(before) > 0.02;
    },
  },
  {
    name: 'ratio 1.1',
    source: 'one job against the last run',
    isAlarm: (history, candidate) => (candidate[0] ?? 0) > 1.1 * (history.at(-1) ?? 0),
  },
  {
    name: 'median of six',
    source: 'the median of six jobs beyond the largest of the last ten runs',
    isAlarm: (history, candidate) => median(candidate) > Math.max(...history.slice(-10)),
  },
];
