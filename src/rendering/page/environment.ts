// Where one subject was measured, beside where its baseline was recorded; what differs stands out.

import type { Subject } from '../../domain/report.ts';
import { html, type Markup } from './tags.ts';

export function renderEnvironment({ environment, baseline }: Subject): Markup {
  const recorded = baseline?.environment ?? {};
  const fields = [...new Set([...Object.keys(recorded), ...Object.keys(environment)])].sort();
  if (fields.length === 0) return html``;
  const both = Object.keys(recorded).length > 0 && Object.keys(environment).length > 0;
  const differ = (field: string) => both && recorded[field] !== environment[field];
  const lines = fields.map((field) => {
    const words = differ(field) ? html` <strong>differs</strong>` : '';
    return html`<tr><th scope="row">${field.replaceAll('_', ' ')}${words}</th><td>${recorded[field] ?? ''}</td><td>${environment[field] ?? ''}</td></tr>
`;
  });
  return html`<h4>Environment</h4><table class="environment"><thead><tr><th scope="col">Field</th><th scope="col">Baseline, recorded</th>
<th scope="col">Candidate</th></tr></thead><tbody>${lines}</tbody></table>`;
}
