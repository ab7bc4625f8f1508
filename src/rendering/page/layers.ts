// The layers of one subject: time and share on both sides, with a bar for each. Names are never cut.

import type { Subject } from '../../domain/report.ts';
import { formatMs, formatMsDifference } from '../numbers.ts';
import { html, type Markup } from './tags.ts';

const MOST_LAYERS = 25;

export function renderLayers({ layers, device }: Subject): Markup {
  if (layers.length === 0) return html``;
  const listed = layers.slice(0, MOST_LAYERS);
  const rest = layers.length - listed.length;
  const sum = (side: 'baselineMs' | 'candidateMs') => layers.reduce((total, layer) => total + (layer[side] ?? 0), 0);
  const totals = { baseline: sum('baselineMs'), candidate: sum('candidateMs') };
  const longest = Math.max(...listed.flatMap(({ baselineMs, candidateMs }) => [baselineMs ?? 0, candidateMs ?? 0]));
  const time = (ms: number | null, total: number, side: string) =>
    html`<td>${formatMs(ms)}${bar(ms ?? 0, longest, side)}</td><td>${ms === null || total === 0 ? '' : `${((ms / total) * 100).toFixed(1)} %`}</td>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Layers on ${device}"><table class="layers">
<caption>Layers, the largest difference first, with their shares of the whole.${rest > 0 ? ` ${rest} more in the JSON.` : ''}</caption>
<thead><tr><th scope="col">Layer</th><th scope="col">Operator</th><th scope="col">Unit</th><th scope="col" class="number">Baseline</th>
<th scope="col" class="number">Share</th><th scope="col" class="number">Candidate</th><th scope="col" class="number">Share</th><th scope="col" class="number">Difference</th></tr></thead>
<tbody>${listed.map(
    (layer) => html`<tr><td><code>${layer.name}</code></td><td>${layer.operator}</td><td>${layer.unit}</td>
${time(layer.baselineMs, totals.baseline, 'b')}
${time(layer.candidateMs, totals.candidate, 'c')}
<td>${formatMsDifference(layer.differenceMs)}</td></tr>
`,
  )}</tbody></table></div>`;
}

function bar(ms: number, longest: number, side: string): Markup {
  const width = longest === 0 ? 0 : Math.round((ms / longest) * 100);
  return html`<i class="${side}" style="width:${width}%"></i>`;
}
