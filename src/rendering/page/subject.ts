// One model on one device, in full: charts, every metric's numbers, layers, steps, environment.

import { metricIn, type Report, type Subject } from '../../domain/report.ts';
import type { Trace } from '../../domain/trace.ts';
import { notableLayers } from '../details.ts';
import {
  changeInOwnDirection,
  formatChange,
  formatInterval,
  formatLevel,
  formatMs,
  formatMsDifference,
} from '../numbers.ts';
import { describeBaseline } from '../origin.ts';
import { VERDICT_ORDER } from '../words.ts';
import { drawJobs, drawLayers, drawTrend } from './charts.ts';
import { html, Markup } from './tags.ts';

const MOST_LAYERS_DRAWN = 15;
const MOST_LAYERS_LISTED = 50;
const FEWEST_IN_TREND = 3;

export function renderSubject(subject: Subject, place: number, report: Report): Markup {
  const worst = VERDICT_ORDER.find((verdict) =>
    subject.comparisons.some((comparison) => comparison.metric.gates && comparison.verdict === verdict),
  );
  const open = worst === 'regressed' || report.subjects.length === 1;
  return html`<details id="subject-${place}"${new Markup(open ? ' open' : '')}><summary><h3>${subject.device}</h3>
<code>${subject.model.name}</code> <span class="${worst ?? ''}">${worst ?? ''}</span></summary>
<div class="body">
<p class="faint">${describeBaseline(subject.baseline, report)}</p>
${renderCharts(subject)}
${renderNumbers(subject)}
${renderLayers(subject)}
${renderList('What was done', subject.steps)}
${renderList(
  'Environment',
  Object.entries(subject.environment).map(([field, value]) => `${field.replaceAll('_', ' ')}: ${value}`),
)}
</div></details>
`;
}

function renderCharts(subject: Subject): Markup {
  const figures = subject.traces.flatMap((trace) => {
    const metric = metricIn([subject], trace.metric);
    if (metric?.gates !== true) return [];
    const jobs = trace.baseline.length + trace.candidate.length > 0;
    const words = describeJobs(trace, subject);
    return [
      ...(jobs ? [figure(`${metric.label}, job by job`, words, drawJobs(trace, metric.unit))] : []),
      ...(trace.trend.length >= FEWEST_IN_TREND
        ? [figure(`${metric.label}, recorded runs`, describeTrend(trace), drawTrend(trace, metric.unit))]
        : []),
    ];
  });
  const layers = notableLayers(subject.layers, MOST_LAYERS_DRAWN);
  const waterfall =
    layers.length === 0
      ? []
      : [figure('Most changed layers', 'The same numbers stand in the table of layers.', drawLayers(layers))];
  if (figures.length + waterfall.length === 0) return html``;
  return html`<p aria-hidden="true"><span class="key baseline">baseline</span><span class="key candidate">candidate</span></p>
<div class="charts">${figures}${waterfall}</div>`;
}

function figure(title: string, words: string, svg: string): Markup {
  const drawing = new Markup(svg.replace('<svg ', '<svg aria-hidden="true" '));
  return html`<figure><figcaption>${title}</figcaption>${drawing}<p class="faint">${words}</p></figure>`;
}

function describeJobs(trace: Trace, subject: Subject): string {
  const comparison = subject.comparisons.find(({ metric }) => metric.name === trace.metric);
  if (comparison === undefined) return '';
  const counts = `${trace.baseline.length} baseline, ${trace.candidate.length} candidate`;
  return `${counts}; medians ${formatLevel(comparison, 'baseline')} and ${formatLevel(comparison, 'candidate')}.`;
}

function describeTrend({ trend, band }: Trace): string {
  const shifts = trend.filter(({ shifted }) => shifted).map(({ commit }) => commit?.slice(0, 7) ?? 'an unknown commit');
  const landed = shifts.length === 0 ? '' : ` The level shifted at ${shifts.join(', ')}.`;
  return `${trend.length} runs${band === null ? '' : ', the shaded band is the noise'}.${landed}`;
}

function renderNumbers({ comparisons, device }: Subject): Markup {
  if (comparisons.length === 0) return html``;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Metrics on ${device}"><table>
<caption>Every metric. Changes in the metric’s own direction; noise is the spread of one job (or pair) of the same model.</caption>
<thead><tr><th scope="col">Metric</th><th scope="col">Verdict</th><th scope="col" class="number">Baseline</th>
<th scope="col" class="number">Candidate</th><th scope="col" class="number">Change</th><th scope="col" class="number">Interval, %</th>
<th scope="col" class="number">Noise</th><th scope="col" class="number">Smallest detectable</th><th scope="col" class="number">Jobs</th>
<th scope="col">Why</th></tr></thead><tbody>${comparisons.map(
    (comparison) => html`<tr><th scope="row">${comparison.metric.label}</th><td class="${comparison.verdict}">${
      comparison.metric.gates ? comparison.verdict : 'shown only'
    }</td>
<td class="number">${formatLevel(comparison, 'baseline')}</td>
<td class="number">${formatLevel(comparison, 'candidate')}</td>
<td class="number">${formatChange(changeInOwnDirection(comparison), comparison.noise)}</td>
<td class="number">${formatInterval(comparison)}</td>
<td class="number">${comparison.noise === null ? '' : `${(comparison.noise * 100).toFixed(1)} %`}</td>
<td class="number">${comparison.smallestDetectable === null ? '' : formatChange(comparison.smallestDetectable, null)}</td>
<td class="number">${comparison.jobs.baseline} / ${comparison.jobs.candidate}</td><td>${comparison.explanation}</td></tr>
`,
  )}</tbody></table></div>`;
}

function renderLayers({ layers, device }: Subject): Markup {
  if (layers.length === 0) return html``;
  const listed = layers.slice(0, MOST_LAYERS_LISTED);
  const rest = layers.length - listed.length;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Layers on ${device}"><table>
<caption>Layers, the largest difference first.${rest > 0 ? ` ${rest} more in report.json.` : ''}</caption>
<thead><tr><th scope="col">Layer</th><th scope="col">Operator</th><th scope="col">Unit</th><th scope="col" class="number">Baseline</th>
<th scope="col" class="number">Candidate</th><th scope="col" class="number">Difference</th></tr></thead>
<tbody>${listed.map(
    (layer) => html`<tr><td><code>${layer.name}</code></td><td>${layer.operator}</td><td>${layer.unit}</td>
<td class="number">${formatMs(layer.baselineMs)}</td><td class="number">${formatMs(layer.candidateMs)}</td>
<td class="number">${formatMsDifference(layer.differenceMs)}</td></tr>
`,
  )}</tbody></table></div>`;
}

function renderList(title: string, lines: readonly string[]): Markup {
  return lines.length === 0 ? html`` : html`<h4>${title}</h4><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}
