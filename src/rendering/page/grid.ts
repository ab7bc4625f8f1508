// Models × devices at a glance: one cell each.

import { html, type Markup } from './tags.ts';

export interface Grid {
  readonly models: readonly string[];
  readonly devices: readonly string[];
  readonly caption: string;
  /** The cell of a model on a device, with its `td`. */
  readonly cell: (model: string, device: string) => Markup;
}

/** The longer side goes down, so that the page need not scroll sideways. */
export function renderGrid({ models, devices, caption, cell }: Grid): Markup {
  const byDevice = devices.length >= models.length;
  const [down, across] = byDevice ? [devices, models] : [models, devices];
  const at = (one: string, other: string) => (byDevice ? cell(other, one) : cell(one, other));
  return html`<section aria-labelledby="matrix-title"><h2 id="matrix-title">At a glance</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Models and devices"><table class="matrix">
<caption>${caption}</caption>
<thead><tr><th scope="col">${byDevice ? 'Device' : 'Model'}</th>${across.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${down.map((one) => html`<tr><th scope="row">${one}</th>${across.map((other) => at(one, other))}</tr>\n`)}</tbody>
</table></div></section>`;
}
