// The report's numbers inside the page, so that a reader can download them as JSON and CSV without a network.

import type { LayerChange } from '../../domain/layers.ts';
import type { Report } from '../../domain/report.ts';
import { renderCsv } from '../csv.ts';
import { INVISIBLE } from '../escape.ts';
import { html, Markup } from './tags.ts';

/** report.json as far as it is packed here. */
interface EncodedReport {
  readonly subjects: readonly { readonly layers: readonly LayerChange[] }[];
}

/** Two buttons; without `json`, the text of report.json, only the CSV. */
export function renderDownloads(json: string | undefined): Markup {
  const buttons = json === undefined ? ['csv'] : ['json', 'csv'];
  return html`<p class="downloads">Download ${buttons.map(
    (kind) => html`<button type="button" data-download="${kind}">report.${kind}</button> `,
  )}</p>`;
}

/** A block of data that browsers do not execute; the page's script reads it when a button is pressed. */
export function renderData(report: Report, json: string | undefined): Markup {
  const data = { csv: renderCsv(report), ...(json === undefined ? {} : pack(json)) };
  return html`<script type="application/json" id="data">${new Markup(toScript(data))}</script>`;
}

/** Layers repeat their names on every device: each text stands once, and each layer is numbers. */
function pack(json: string): { readonly json: unknown; readonly names: readonly string[] } {
  const encoded: EncodedReport = JSON.parse(json);
  const places = new Map<string, number>();
  const placeOf = (text: string) => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, places.size);
    return places.size - 1;
  };
  const subjects = encoded.subjects.map((subject) => ({
    ...subject,
    layers: subject.layers.map(({ name, operator, unit, baselineMs, candidateMs }) => [
      placeOf(name),
      placeOf(operator),
      placeOf(unit),
      shorten(baselineMs),
      shorten(candidateMs),
    ]),
  }));
  return { json: { ...encoded, subjects }, names: [...places.keys()] };
}

/** More digits than a clock has. */
const DIGITS = 6;

function shorten(ms: number | null): number | null {
  return ms === null ? null : Number(ms.toPrecision(DIGITS));
}

/** Nothing in it can end the script element, begin a comment, or hide and reorder the page's source. */
function toScript(data: unknown): string {
  const toCodes = (run: string) => run.split('').map(toCode).join('');
  return JSON.stringify(data).replaceAll('<', '\\u003c').replaceAll(INVISIBLE, toCodes);
}

function toCode(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
