// A result as plain lines for a terminal.

import { markdownTable } from 'markdown-table';
import { type Comparison, counts } from '../domain/comparison.ts';
import type { Report } from '../domain/report.ts';
import { notableLayers } from './details.ts';
import { INVISIBLE } from './escape.ts';
import { describeFinding, severityOf } from './findings.ts';
import { describeCounts, headline, outcomeIcon } from './headline.ts';
import { changeInOwnDirection, formatChange, formatInterval, formatLevel, formatMsDifference } from './numbers.ts';
import { NO_PAINT, type Paint, widthOf } from './paint.ts';
import { isSilent } from './table.ts';
import { describeEvidence, iconOf } from './words.ts';

const MOST_LAYERS = 5;
const COLUMNS = ['', 'Metric', 'Baseline', 'Candidate', 'Change', 'Interval', 'Evidence'];

/** What stands beside the report. */
export interface TerminalOptions {
  /** Where the whole report is, as one page. */
  readonly page?: string | undefined;
  readonly paint?: Paint;
  /** Lines that say what to do next. */
  readonly next?: readonly string[];
}

/** The report without markup: one line a comparison, the layers that changed most, findings, and the verdict last. */
export function renderTerminal(report: Report, { page, paint = NO_PAINT, next = [] }: TerminalOptions = {}): string {
  const advice = report.error === null ? [] : [plain(report.error.advice)];
  const subjects = report.subjects.flatMap((subject) => {
    const rows = subject.comparisons.filter(counts).map((comparison) => toCells(comparison, report, paint));
    const layers = notableLayers(subject.layers, MOST_LAYERS).map(
      (layer) => `  ${formatMsDifference(layer.differenceMs)}  ${plain(`${layer.name} (${layer.operator})`)}`,
    );
    return [
      '',
      paint.bold(plain(`${subject.model.name} on ${subject.device}`)),
      toPlainTable(rows, paint),
      ...subject.comparisons.filter(isOpen).map(({ metric, explanation }) => plain(`${metric.label}: ${explanation}`)),
      ...(layers.length === 0 ? [] : ['Most changed layers:', ...layers]),
    ];
  });
  const findings = report.findings.map((finding) => {
    const line = `- ${plain(describeFinding(finding))}`;
    return severityOf(finding) === 'warning' ? paint.yellow(line) : line;
  });
  const told = report.subjects.length === 0 ? [] : [plain(describeCounts(report))];
  const files =
    page === undefined || report.error !== null ? [] : [`Full report: ${page} ("latency-gate open" shows it)`];
  const verdict = `${outcomeIcon(report)} ${paintOutcome(report, paint)(plain(headline(report)))}`;
  return [...subjects, '', ...new Set(findings), ...next, ...files, ...told, verdict, ...advice, '']
    .join('\n')
    .replace(/^\n+/, '');
}

function paintOutcome({ outcome, effects }: Report, paint: Paint): (text: string) => string {
  const brush = { pass: paint.green, fail: effects.exitCode === 0 ? paint.yellow : paint.red, error: paint.red };
  const color = outcome === 'pass' || outcome === 'fail' || outcome === 'error' ? brush[outcome] : paint.yellow;
  return (text) => paint.bold(color(text));
}

/** One without a verdict needs its reason in full. */
function isOpen(comparison: Comparison): boolean {
  const told = comparison.reason === 'no-baseline' || comparison.reason === 'job-failed';
  return counts(comparison) && comparison.verdict === 'inconclusive' && !told;
}

/** Text from outside: line breaks, terminal escapes and invisible characters become spaces. */
function plain(text: string): string {
  return text.replaceAll(INVISIBLE, ' ');
}

/** The limits of bare comparisons stand in their explanations. */
const NO_LIMITS = { maxRegression: [], minChange: [] };

/** The comparisons of two records, and for each why and what more it would ask for. */
export function renderComparisons(title: string, comparisons: readonly Comparison[]): string {
  const counted = comparisons.filter(counts);
  const cells = counted.map((comparison) => toCells(comparison, { policy: NO_LIMITS }, NO_PAINT));
  const reasons = counted.map((comparison) => {
    const wants = comparison.wants === 0 ? '' : ` It would ask for ${comparison.wants} more.`;
    return `- ${comparison.metric.label}: ${comparison.verdict}. ${comparison.explanation}${wants}`;
  });
  return [plain(title), toPlainTable(cells, NO_PAINT), '', ...reasons, ''].join('\n');
}

function toCells(comparison: Comparison, report: Pick<Report, 'policy'>, paint: Paint): readonly string[] {
  const { metric, noise } = comparison;
  return [
    iconOf(comparison),
    metric.label,
    formatLevel(comparison, 'baseline'),
    formatLevel(comparison, 'candidate'),
    paintChange(comparison, paint)(isSilent(comparison) ? '~' : formatChange(changeInOwnDirection(comparison), noise)),
    withUnit(formatInterval(comparison)),
    plain(describeEvidence(comparison, report)),
  ];
}

function withUnit(interval: string): string {
  return interval === '' ? '' : `${interval} %`;
}

function paintChange({ verdict, waived }: Comparison, paint: Paint): (text: string) => string {
  if (verdict === 'regressed') return waived === null ? paint.red : paint.yellow;
  return verdict === 'improved' ? paint.green : (text) => text;
}

/** Columns aligned by spaces; numbers to the right. */
function toPlainTable(rows: readonly (readonly string[])[], paint: Paint): string {
  const align = COLUMNS.map((_, index) => (index >= 2 && index <= 5 ? 'r' : 'l'));
  const [header = '', , ...lines] = markdownTable([COLUMNS, ...rows], {
    align,
    alignDelimiters: true,
    stringLength: widthOf,
  }).split('\n');
  const [head = '', ...body] = [header, ...lines].map((line) => line.replaceAll('|', ' ').trimEnd());
  return [paint.dim(head), ...body].join('\n');
}
