// The rows of every table: what needs a person first and the largest change first, each model's size only once.

import { type Comparison, counts, isNotShown } from '../domain/comparison.ts';
import type { Report, Subject } from '../domain/report.ts';

export interface Row {
  readonly comparison: Comparison;
  readonly model: string;
  /** More than one where the metric does not depend on the device; then all of them say the same. */
  readonly subjects: readonly [Subject, ...Subject[]];
}

/** Why a row stands where it stands, most urgent first. */
export type Urgency = 'regressed' | 'inconclusive' | 'accepted' | 'improved' | 'not shown' | 'unchanged';

const ORDER: readonly Urgency[] = ['regressed', 'inconclusive', 'accepted', 'improved', 'not shown', 'unchanged'];

/** How much a row needs a person. */
export function urgencyOf({ comparison }: Pick<Row, 'comparison'>): Urgency {
  const { verdict, waived, accepted } = comparison;
  if (verdict === 'regressed') return waived === null && accepted === null ? 'regressed' : 'accepted';
  return verdict === 'unchanged' && isNotShown(comparison) ? 'not shown' : verdict;
}

/** The comparisons that count towards the outcome, in the order in which a person wants to know them. */
export function toRows(report: Report): readonly Row[] {
  const rows = mergeDevices(report).map((row) => {
    const urgency = urgencyOf(row);
    return { row, rank: ORDER.indexOf(urgency), size: sizeOf(row.comparison, urgency) };
  });
  return rows.sort((a, b) => a.rank - b.rank || compareSizes(a.size, b.size)).map(({ row }) => row);
}

/** Larger first; both may be infinite. */
function compareSizes(a: number, b: number): number {
  return a === b ? 0 : b - a;
}

/** How far a comparison is from what it should be; infinite where a change from nothing has no ratio. */
function sizeOf(comparison: Comparison, urgency: Urgency): number {
  const { change, verdict, candidate, budget } = comparison;
  if (urgency === 'not shown') return comparison.rulesOutAbove ?? 0;
  if (change !== null) return verdict === 'inconclusive' ? change : Math.abs(change);
  if (verdict !== 'regressed') return Number.NEGATIVE_INFINITY;
  const measurable = budget !== null && budget > 0 && candidate !== null;
  return measurable ? Math.abs(candidate / budget - 1) : Number.POSITIVE_INFINITY;
}

/** A metric that follows from the bytes is one row a model, as long as its devices agree. */
function mergeDevices(report: Report): readonly Row[] {
  const rows: Row[] = [];
  const merged = new Set<string>();
  for (const subject of report.subjects) {
    for (const comparison of subject.comparisons.filter(counts)) {
      const model = subject.model.name;
      const alike = comparison.metric.kind === 'exact' ? findAlike(report, subject, comparison) : undefined;
      const key = JSON.stringify([model, comparison.metric.name]);
      if (alike === undefined) rows.push({ comparison, model, subjects: [subject] });
      else if (!merged.has(key)) rows.push({ comparison, model, subjects: alike });
      if (alike !== undefined) merged.add(key);
    }
  }
  return rows;
}

/** All devices of the model, where they all say the same of a metric. */
function findAlike(
  report: Report,
  subject: Subject,
  comparison: Comparison,
): readonly [Subject, ...Subject[]] | undefined {
  const same = report.subjects.filter(({ model, pools }) => model.name === subject.model.name && pools === undefined);
  const agree = same.every(({ comparisons }) =>
    comparisons.some((other) => other.metric.name === comparison.metric.name && saySame(other, comparison)),
  );
  const [first, ...others] = same;
  return agree && first !== undefined ? [first, ...others] : undefined;
}

function saySame(a: Comparison, b: Comparison): boolean {
  return (
    a.verdict === b.verdict &&
    a.reason === b.reason &&
    a.baseline === b.baseline &&
    a.candidate === b.candidate &&
    JSON.stringify([a.waived, a.accepted]) === JSON.stringify([b.waived, b.accepted])
  );
}
