// The folded parts of the report: further metrics, layers, how it was decided, the environment.

import { markdownTable } from 'markdown-table';
import { counts } from '../domain/comparison.ts';
import type { LayerChange } from '../domain/layers.ts';
import { allComparisons, type Report } from '../domain/report.ts';
import type { Acceptance, Waiver } from '../domain/waiver.ts';
import { escapeCode, escapeName, escapeText } from './escape.ts';
import {
  changeInOwnDirection,
  describeLimits,
  formatChange,
  formatInterval,
  formatLevel,
  formatMs,
  formatMsDifference,
} from './numbers.ts';
import { toRows } from './rows.ts';
import { explain } from './why.ts';

const MOST_LAYERS = 10;

/** A layer whose share of the whole changed by less than this says nothing. */
const LEAST_SHARE = 0.005;

/** The layers worth showing: the largest differences, none of them negligible. */
export function notableLayers(layers: readonly LayerChange[], most: number): readonly LayerChange[] {
  const total = layers.reduce((sum, layer) => sum + (layer.baselineMs ?? 0), 0);
  return layers.filter((layer) => Math.abs(layer.differenceMs) >= LEAST_SHARE * total).slice(0, most);
}

/** Metrics that are measured but decide nothing. */
export function renderShownOnly(report: Report): string | undefined {
  const rows = allComparisons(report)
    .filter(({ comparison }) => !comparison.metric.gates)
    .filter(({ comparison }) => comparison.baseline !== null || comparison.candidate !== null)
    .map(({ subject, comparison }) => [
      `${escapeCode(subject.model.name)} on ${escapeName(subject.device)}`,
      comparison.metric.label,
      formatLevel(comparison, 'baseline'),
      formatLevel(comparison, 'candidate'),
      formatChange(changeInOwnDirection(comparison), comparison.noise),
    ]);
  if (rows.length === 0) return undefined;
  return toTable(['Model and device', 'Metric', 'Baseline', 'Candidate', 'Change'], rows, ['l', 'l', 'r', 'r', 'r']);
}

/** Regressions that are accepted, by whom and why. */
export function renderWaivers(report: Report): readonly string[] {
  const lines = toRows(report).flatMap(({ comparison, model, subjects }) => {
    const { metric, waived, accepted } = comparison;
    const terms = waived === null ? describeTerms(accepted) : describeWaiver(waived);
    if (terms === undefined) return [];
    const where = subjects.length > 1 ? 'all its devices' : escapeName(subjects[0].device);
    const what = `${escapeText(metric.label)} of ${escapeCode(model)} on ${where}`;
    const change = formatChange(changeInOwnDirection(comparison), comparison.noise);
    return [`- 🟡 Accepted: ${what} (${change}${terms.words}). ${escapeText(terms.reason)}`];
  });
  return lines.length === 0 ? [] : [lines.join('\n')];
}

interface Terms {
  readonly words: string;
  readonly reason: string;
}

function describeWaiver({ ceiling, until, reason }: Waiver): Terms {
  return { words: `, accepted up to ${describeLimits([ceiling])} until ${until}`, reason };
}

function describeTerms(accepted: Acceptance | null): Terms | undefined {
  if (accepted === null) return undefined;
  const { by, url, ceiling, reason } = accepted;
  const most = ceiling === null ? '' : ` up to ${describeLimits([ceiling])}`;
  const who = /^https:\/\/[^\s()<>]+$/.test(url) ? `[${escapeName(by)}](${url})` : escapeName(by);
  return { words: `, accepted${escapeText(most)} by ${who} for this commit only`, reason };
}

/** The layers whose time changed most, with operator and compute unit. */
export function renderLayers(report: Report): string | undefined {
  const parts = report.subjects.flatMap((subject) => {
    const notable = notableLayers(subject.layers, MOST_LAYERS);
    if (notable.length === 0) return [];
    const title = `**${escapeName(subject.device)}** · ${escapeCode(subject.model.name)}`;
    return [`${title}\n\n${layerTable(notable)}${moreLayers(subject.layers.length - notable.length)}`];
  });
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

function layerTable(layers: readonly LayerChange[]): string {
  const rows = layers.map((layer) => [
    escapeCode(layer.name),
    escapeName(layer.operator),
    escapeName(layer.unit),
    formatMs(layer.baselineMs),
    formatMs(layer.candidateMs),
    formatMsDifference(layer.differenceMs),
  ]);
  const header = ['Layer', 'Operator', 'Unit', 'Baseline', 'Candidate', 'Difference'];
  return toTable(header, rows, ['l', 'l', 'l', 'r', 'r', 'r']);
}

function moreLayers(count: number): string {
  return count > 0 ? `\n\n${count} more in report.json.` : '';
}

/** What was measured and why it stopped, every comparison's numbers, and the limits. */
export function renderDecision(report: Report): string | undefined {
  if (report.subjects.length === 0) return undefined;
  const steps = report.subjects.flatMap((subject) =>
    subject.steps.map(
      (step) => `- ${escapeCode(subject.model.name)} on ${escapeName(subject.device)}: ${escapeText(step)}`,
    ),
  );
  const limits = `Limits: max-regression ${describeLimits(report.policy.maxRegression)}; min-change ${describeLimits(report.policy.minChange)}.`;
  return [...(steps.length > 0 ? [steps.join('\n')] : []), limits, ...numbersTable(report)].join('\n\n');
}

function numbersTable(report: Report): readonly string[] {
  const rows = allComparisons(report)
    .filter(({ comparison }) => counts(comparison))
    .map(({ subject, comparison }) => [
      `${escapeCode(subject.model.name)} on ${escapeName(subject.device)}`,
      comparison.metric.label,
      comparison.verdict,
      formatChange(changeInOwnDirection(comparison), comparison.noise),
      formatInterval(comparison),
      comparison.noise === null ? '' : `${(comparison.noise * 100).toFixed(1)} %`,
      comparison.smallestDetectable === null ? '' : formatChange(comparison.smallestDetectable, null),
      `${comparison.jobs.baseline} / ${comparison.jobs.candidate}`,
      escapeText(
        explain(
          comparison,
          subject.traces.find(({ metric }) => metric === comparison.metric.name),
        ),
      ),
    ]);
  if (rows.length === 0) return [];
  const header = [
    'Model and device',
    'Metric',
    'Verdict',
    'Change',
    'Interval',
    'Noise',
    'Smallest detectable',
    'Jobs',
    'Why',
  ];
  const note = 'Noise is the spread of one job (or pair) of the same model.';
  return [toTable(header, rows, ['l', 'l', 'l', 'r', 'r', 'r', 'r', 'r', 'l']), note];
}

/** Where the candidate was measured, once for each environment. */
export function renderEnvironment(report: Report): string | undefined {
  const lines = report.subjects
    .filter((subject) => Object.keys(subject.environment).length > 0)
    .map((subject) => {
      const fields = Object.entries(subject.environment).map(
        ([field, value]) => `${escapeName(field.replaceAll('_', ' '))} ${escapeCode(value)}`,
      );
      return `- **${escapeName(subject.device)}**: ${fields.join(' · ')}`;
    });
  const unique = lines.filter((line, index) => lines.indexOf(line) === index);
  return unique.length === 0 ? undefined : unique.join('\n');
}

/** What the icons and signs mean. */
export function renderLegend(report: Report): string | undefined {
  if (report.subjects.length === 0) return undefined;
  return '❌ regressed · ⚪ not known · 🟡 regressed, but accepted · 🚀 improved · ✅ unchanged · 🔲 no change found, but one beyond the limit is not ruled out. `~`: no change could be told; `?`: not computable. A range in brackets is the interval of the change, in percent.';
}

/** Content that is opened by a click. */
export function fold(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

/** Aligned as text, unless one long cell would make every line as long. */
function toTable(header: readonly string[], rows: readonly (readonly string[])[], align: readonly string[]): string {
  const widest = Math.max(...rows.flat().map((cell) => cell.length));
  const aligned = widest <= WIDEST_ALIGNED;
  return markdownTable([header, ...rows], {
    align: [...align],
    alignDelimiters: aligned,
    ...(aligned ? {} : { stringLength: () => 0 }),
  });
}

const WIDEST_ALIGNED = 60;
