// A table that its readers search, filter and sort; the page's script does that, and without it all is shown.

import { html, Markup } from './tags.ts';

export interface FilterTable {
  readonly title: string;
  /** What the filters are called, for those who hear the page. */
  readonly label: string;
  readonly columns: readonly (readonly [key: string, title: string, number: boolean])[];
  /** What a row can be, in order; a row says it as `data-verdict`. */
  readonly choices: readonly { readonly choice: string; readonly count: number }[];
  readonly rows: readonly Markup[];
}

export function renderFilterTable({ title, label, columns, choices, rows }: FilterTable): Markup {
  return html`<section aria-labelledby="overview-title"><h2 id="overview-title">${title}</h2>
<form class="filters" role="search" aria-label="${label}">
<label>Search <input type="search" name="text" autocomplete="off" placeholder="words of a row"></label>
${choices.filter(({ count }) => count > 0).map(({ choice, count }) => toBox(choice, count))}
<output id="count" class="faint">${rows.length} of ${rows.length} shown</output>
</form>
<div class="scroll" tabindex="0" role="region" aria-label="Table: ${title}"><table id="overview">
<thead><tr>${columns.map(
    ([key, name, number]) =>
      html`<th scope="col"${new Markup(number ? ' class="number"' : '')}><button type="button" data-sort="${key}">${name}</button></th>`,
  )}</tr></thead>
<tbody>${rows}</tbody>
</table></div></section>`;
}

function toBox(choice: string, count: number): Markup {
  return html`<label><input type="checkbox" name="verdict" value="${choice}" checked> ${choice} (${count})</label>
`;
}
