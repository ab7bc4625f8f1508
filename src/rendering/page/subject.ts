// One model on one device, in full: charts, every metric's numbers, layers, steps, environment.

import { metricIn, type Report, type Subject } from '../../domain/report.ts';
import { shortSha } from '../../domain/run.ts';
import type { Trace } from '../../domain/trace.ts';
import { limitOf } from '../bounds.ts';
import { commitUrl } from '../links.ts';
import {
  changeInOwnDirection,
  formatChange,
  formatInterval,
  formatLevel,
  formatLevels,
  formatValue,
} from '../numbers.ts';
import { describeBaseline } from '../origin.ts';
import { toRows, urgencyOf } from '../rows.ts';
import { explain } from '../why.ts';
import { type ChartContext, drawJobs, drawTrend } from './charts.ts';
import { renderEnvironment } from './environment.ts';
import { renderLayers } from './layers.ts';
import { classOf } from './overview.ts';
import { html, Markup } from './tags.ts';

const FEWEST_IN_TREND = 3;

export function renderSubject(subject: Subject, place: number, report: Report): Markup {
  const [worst] = toRows({ ...report, subjects: [subject] });
  const urgency = worst === undefined ? undefined : urgencyOf(worst);
  const open = urgency === 'regressed' || report.subjects.length === 1;
  const told =
    worst === undefined || urgency === undefined
      ? html``
      : html`<span class="${classOf(urgency)}">${urgency}</span> <span class="faint">${worst.comparison.metric.label} ${formatLevels(worst.comparison)}</span>`;
  return html`<details id="subject-${place}"${new Markup(open ? ' open' : '')}><summary><h3>${subject.device}</h3>
<code>${subject.model.name}</code> ${told}</summary>
<div class="body">
<p class="faint">${describeBaseline(subject.baseline, report)}</p>
${renderCharts(subject, report)}
${renderNumbers(subject)}
${renderLayers(subject)}
${renderSteps(subject)}
${renderEnvironment(subject)}
</div></details>
`;
}

function renderCharts(subject: Subject, report: Report): Markup {
  const figures = subject.traces.flatMap((trace) => {
    const comparison = subject.comparisons.find(({ metric }) => metric.name === trace.metric);
    const metric = metricIn([subject], trace.metric);
    if (metric?.gates !== true) return [];
    const context: ChartContext = {
      unit: metric.unit,
      limit: comparison === undefined ? null : limitOf(comparison, report),
      format: (value) => formatValue(value, metric, comparison?.noise ?? 0.001),
      linkTo: (commit) => commitUrl(report, commit),
    };
    const jobs = trace.baseline.length + trace.candidate.length > 0;
    return [
      ...(jobs ? [figure(`${metric.label}, job by job`, describeJobs(trace, subject), drawJobs(trace, context))] : []),
      ...(trace.trend.length >= FEWEST_IN_TREND
        ? [figure(`${metric.label}, recorded runs`, describeTrend(trace), drawTrend(trace, context))]
        : []),
    ];
  });
  return figures.length === 0 ? html`` : html`${LEGEND}<div class="charts">${figures}</div>`;
}

const LEGEND = html`<p class="legend" aria-hidden="true"><span class="key baseline">baseline</span><span class="key candidate">candidate</span><span class="key band">noise band, middle half of the jobs</span><span class="key shift">shift of the level</span></p>
`;

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
  const shifts = trend
    .filter(({ shifted }) => shifted)
    .map(({ commit }) => (commit === null ? 'an unknown commit' : shortSha(commit)));
  const landed = shifts.length === 0 ? '' : ` The level shifted at ${shifts.join(', ')}.`;
  return `${trend.length} runs${band === null ? '' : ', the shaded band is the noise'}.${landed}`;
}

function renderNumbers({ comparisons, device, traces }: Subject): Markup {
  if (comparisons.length === 0) return html``;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Metrics on ${device}"><table>
<caption>Every metric. Changes in the metric’s own direction; noise is the spread of one job (or pair) of the same model.</caption>
<thead><tr><th scope="col">Metric</th><th scope="col">Verdict</th><th scope="col" class="number">Change</th>
<th scope="col" class="number">Baseline → candidate</th><th scope="col" class="number">Interval, %</th>
<th scope="col" class="number">Noise</th><th scope="col" class="number">Smallest detectable</th><th scope="col" class="number">Jobs</th></tr></thead><tbody>${comparisons.map(
    (comparison) => {
      const { metric, noise, smallestDetectable, jobs } = comparison;
      const verdict = metric.gates ? urgencyOf({ comparison }) : undefined;
      const trace = traces.find((one) => one.metric === metric.name);
      return html`<tr><th scope="row">${metric.label}</th><td class="${verdict === undefined ? 'faint' : classOf(verdict)}">${verdict ?? 'shown only'}</td>
<td class="number">${formatChange(changeInOwnDirection(comparison), noise)}</td>
<td class="number">${formatLevels(comparison)}</td>
<td class="number">${formatInterval(comparison)}</td>
<td class="number">${noise === null ? '' : `${(noise * 100).toFixed(1)} %`}</td>
<td class="number">${smallestDetectable === null ? '' : formatChange(smallestDetectable, null)}</td>
<td class="number">${jobs.baseline} / ${jobs.candidate}</td></tr>
<tr class="why"><td></td><td colspan="7"><span class="faint">Why:</span> ${explain(comparison, trace)}</td></tr>
`;
    },
  )}</tbody></table></div>`;
}

function renderSteps({ steps }: Subject): Markup {
  return steps.length === 0
    ? html``
    : html`<h4>What was done</h4><ul>${steps.map((line) => html`<li>${line}</li>`)}</ul>`;
}
