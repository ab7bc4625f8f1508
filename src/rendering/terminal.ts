// A result as plain lines for a terminal.

import { markdownTable } from 'markdown-table';
import { type Comparison, counts } from '../domain/comparison.ts';
import type { Report } from '../domain/report.ts';
import { notableLayers } from './details.ts';
import { INVISIBLE } from './escape.ts';
import { describeFinding } from './findings.ts';
import { describeCounts, headline, outcomeIcon } from './headline.ts';
import { changeInOwnDirection, formatChange, formatInterval, formatLevel, formatMsDifference } from './numbers.ts';
import { isSilent } from './table.ts';
import { describeEvidence, iconOf } from './words.ts';

const MOST_LAYERS = 5;
const COLUMNS = ['', 'Metric', 'Baseline', 'Candidate', 'Change', 'Interval', 'Evidence'];

/** The report without markup: one line a comparison, the layers that changed most, findings, and the verdict last. `path`: the whole report. */
export function renderTerminal(report: Report, path?: string): string {
  const advice = report.error === null ? [] : [plain(report.error.advice)];
  const subjects = report.subjects.flatMap((subject) => {
    const rows = subject.comparisons.filter(counts).map((comparison) => toCells(comparison, report));
    const layers = notableLayers(subject.layers, MOST_LAYERS).map(
      (layer) => `  ${formatMsDifference(layer.differenceMs)}  ${plain(`${layer.name} (${layer.operator})`)}`,
    );
    return [
      '',
      plain(`${subject.model.name} on ${subject.device}`),
      toPlainTable(rows),
      ...subject.comparisons.filter(isOpen).map(({ metric, explanation }) => plain(`${metric.label}: ${explanation}`)),
      ...(layers.length === 0 ? [] : ['Most changed layers:', ...layers]),
    ];
  });
  const findings = [...new Set(report.findings.map((finding) => `- ${plain(describeFinding(finding))}`))];
  const told = report.subjects.length === 0 ? [] : [plain(describeCounts(report))];
  const files = path === undefined ? [] : [`Full report: ${path} and report.json`];
  const verdict = `${outcomeIcon(report)} ${plain(headline(report))}`;
  return [...subjects, '', ...findings, ...files, ...told, ...advice, verdict, ''].join('\n').replace(/^\n+/, '');
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
  const cells = counted.map((comparison) => toCells(comparison, { policy: NO_LIMITS }));
  const reasons = counted.map((comparison) => {
    const wants = comparison.wants === 0 ? '' : ` It would ask for ${comparison.wants} more.`;
    return `- ${comparison.metric.label}: ${comparison.verdict}. ${comparison.explanation}${wants}`;
  });
  return [plain(title), toPlainTable(cells), '', ...reasons, ''].join('\n');
}

function toCells(comparison: Comparison, report: Pick<Report, 'policy'>): readonly string[] {
  const { metric, noise } = comparison;
  return [
    iconOf(comparison),
    metric.label,
    formatLevel(comparison, 'baseline'),
    formatLevel(comparison, 'candidate'),
    isSilent(comparison) ? '~' : formatChange(changeInOwnDirection(comparison), noise),
    formatInterval(comparison),
    plain(describeEvidence(comparison, report)),
  ];
}

/** Columns aligned by spaces; numbers to the right. */
function toPlainTable(rows: readonly (readonly string[])[]): string {
  const align = COLUMNS.map((_, index) => (index >= 2 && index <= 5 ? 'r' : 'l'));
  const [header = '', , ...lines] = markdownTable([COLUMNS, ...rows], { align, alignDelimiters: true }).split('\n');
  return [header, ...lines].map((line) => line.replaceAll('|', ' ').trimEnd()).join('\n');
}
