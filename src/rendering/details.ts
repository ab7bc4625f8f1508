// The folded parts of the report: further metrics, layers, how it was decided, the environment.

import { markdownTable } from 'markdown-table';
import { counts } from '../domain/comparison.ts';
import type { LayerChange } from '../domain/layers.ts';
import { allComparisons, type Report } from '../domain/report.ts';
import { escapeCode, escapeName, escapeText } from './escape.ts';
import { describeLimits, formatChange, formatInterval, formatLevel, formatMs, formatMsDifference } from './numbers.ts';

const MOST_LAYERS = 10;

/** A layer whose share of the whole changed by less than this says nothing. */
const LEAST_SHARE = 0.005;

/** The layers worth showing: the largest differences, none of them negligible. */
export function notableLayers(layers: readonly LayerChange[], most: number): readonly LayerChange[] {
  const total = layers.reduce((sum, layer) => sum + (layer.baselineMs ?? 0), 0);
  return layers.filter((layer) => Math.abs(layer.differenceMs) >= LEAST_SHARE * total).slice(0, most);
}

/** Metrics that are measured but decide nothing. */
export function renderShownOnly(report: Report): readonly string[] {
  const rows = allComparisons(report)
    .filter(({ comparison }) => !comparison.metric.gates)
    .filter(({ comparison }) => comparison.baseline !== null || comparison.candidate !== null)
    .map(({ subject, comparison }) => [
      `${escapeCode(subject.model.name)} on ${escapeName(subject.device)}`,
      comparison.metric.label,
      formatLevel(comparison, 'baseline'),
      formatLevel(comparison, 'candidate'),
      formatChange(comparison.change, comparison.noise),
    ]);
  if (rows.length === 0) return [];
  const table = markdownTable([['Model and device', 'Metric', 'Baseline', 'Candidate', 'Change'], ...rows], {
    align: ['l', 'l', 'r', 'r', 'r'],
  });
  return [fold('Further metrics (shown, never gated)', table)];
}

/** Regressions that the configuration accepts for a while, and why. */
export function renderWaivers(report: Report): readonly string[] {
  const lines = allComparisons(report).flatMap(({ subject, comparison: { metric, change, noise, waived } }) => {
    if (waived === null) return [];
    const what = `${metric.label} of ${escapeCode(subject.model.name)} on ${escapeName(subject.device)}`;
    const terms = `${formatChange(change, noise)}, accepted up to ${describeLimits([waived.ceiling])} until ${waived.until}`;
    return [`- 🟡 Waived: ${what} (${terms}). ${escapeText(waived.reason)}`];
  });
  return lines.length === 0 ? [] : [lines.join('\n')];
}

/** The layers whose time changed most, with operator and compute unit. */
export function renderLayers(report: Report): readonly string[] {
  const parts = report.subjects.flatMap((subject) => {
    const notable = notableLayers(subject.layers, MOST_LAYERS);
    if (notable.length === 0) return [];
    const title = `**${escapeName(subject.device)}** · ${escapeCode(subject.model.name)}`;
    return [`${title}\n\n${layerTable(notable)}${moreLayers(subject.layers.length - notable.length)}`];
  });
  return parts.length === 0 ? [] : [fold('Most changed layers', parts.join('\n\n'))];
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
  return markdownTable([header, ...rows], { align: ['l', 'l', 'l', 'r', 'r', 'r'] });
}

function moreLayers(count: number): string {
  return count > 0 ? `\n\n${count} more in report.json.` : '';
}

/** What was measured and why it stopped, every comparison's numbers, and the limits. */
export function renderDecision(report: Report): readonly string[] {
  if (report.subjects.length === 0) return [];
  const steps = report.subjects.flatMap((subject) =>
    subject.steps.map(
      (step) => `- ${escapeCode(subject.model.name)} on ${escapeName(subject.device)}: ${escapeText(step)}`,
    ),
  );
  const limits = `Limits: max-regression ${describeLimits(report.policy.maxRegression)}; min-change ${describeLimits(report.policy.minChange)}.`;
  return [
    fold(
      'How this was decided',
      [...(steps.length > 0 ? [steps.join('\n')] : []), limits, ...numbersTable(report)].join('\n\n'),
    ),
  ];
}

function numbersTable(report: Report): readonly string[] {
  const rows = allComparisons(report)
    .filter(({ comparison }) => counts(comparison))
    .map(({ subject, comparison }) => [
      `${escapeCode(subject.model.name)} on ${escapeName(subject.device)}`,
      comparison.metric.label,
      comparison.verdict,
      formatChange(comparison.change, comparison.noise),
      formatInterval(comparison.interval, comparison.noise),
      comparison.noise === null ? '' : `${(comparison.noise * 100).toFixed(1)} %`,
      comparison.smallestDetectable === null ? '' : formatChange(comparison.smallestDetectable, null),
      `${comparison.jobs.baseline} / ${comparison.jobs.candidate}`,
      escapeText(comparison.explanation),
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
  const note = 'Changes are signed so that + is worse. Noise is the spread of one job (or pair) of the same model.';
  return [markdownTable([header, ...rows], { align: ['l', 'l', 'l', 'r', 'r', 'r', 'r', 'r', 'l'] }), note];
}

/** Where the candidate was measured, once for each environment. */
export function renderEnvironment(report: Report): readonly string[] {
  const lines = report.subjects
    .filter((subject) => Object.keys(subject.environment).length > 0)
    .map((subject) => {
      const fields = Object.entries(subject.environment).map(
        ([field, value]) => `${escapeName(field.replaceAll('_', ' '))} ${escapeCode(value)}`,
      );
      return `- **${escapeName(subject.device)}**: ${fields.join(' · ')}`;
    });
  const unique = lines.filter((line, index) => lines.indexOf(line) === index);
  return unique.length === 0 ? [] : [fold('Environment', unique.join('\n'))];
}

/** Content that is opened by a click. */
export function fold(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}
