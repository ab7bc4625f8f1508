// The report as one page that needs nothing else: no network, no other file. Opened from an artifact, or printed.

import type { Report } from '../../domain/report.ts';
import { describeFinding, severityOf } from '../findings.ts';
import { headline, outcomeIcon } from '../headline.ts';
import { describeLimits } from '../numbers.ts';
import { renderOverview } from './overview.ts';
import { SCRIPT, SCRIPT_HASH, STYLE } from './style.ts';
import { renderSubject } from './subject.ts';
import { html, Markup } from './tags.ts';

/** The whole document; nothing in it depends on the time or place of rendering. */
export function renderPage(report: Report): string {
  const title = headline(report);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${SCRIPT_HASH}'">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header>
<h1><span aria-hidden="true">${outcomeIcon(report)}</span> ${title}</h1>
${renderOrigin(report)}
${report.error === null ? '' : html`<p>${report.error.message} <strong>What to do:</strong> ${report.error.advice}</p>`}
</header>
<main>
${renderOverview(report)}
${renderFindings(report)}
${renderSubjects(report)}
</main>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.text;
}

function renderOrigin({ commit, createdAt, runUrl, policy }: Report): Markup {
  const where = [
    ...(commit.sha === null ? [] : [html`candidate <code>${commit.sha.slice(0, 7)}</code>`]),
    ...(commit.branch === null ? [] : [html`branch <code>${commit.branch}</code>`]),
    ...(commit.pullRequest === null ? [] : [html`pull request ${commit.pullRequest}`]),
    html`<time datetime="${createdAt}">${createdAt.slice(0, 16).replace('T', ' ')} UTC</time>`,
    ...(runUrl === null ? [] : [html`<a href="${runUrl}">workflow run</a>`]),
  ];
  const limits = `Limits: max-regression ${describeLimits(policy.maxRegression)}; min-change ${describeLimits(policy.minChange)}.`;
  return html`<p class="faint">${where.map((part, index) => html`${index === 0 ? '' : ' · '}${part}`)}</p>
<p class="faint">${policy.maxRegression.length === 0 ? '' : limits}</p>`;
}

function renderFindings({ findings }: Report): Markup {
  if (findings.length === 0) return html``;
  const lines = [...new Set(findings.map((finding) => `${WORDS[severityOf(finding)]}: ${describeFinding(finding)}`))];
  return html`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`;
}

const WORDS = { warning: 'Warning', notice: 'Note' } as const;

function renderSubjects(report: Report): Markup {
  if (report.subjects.length === 0) return html``;
  return html`<section aria-labelledby="subjects"><h2 id="subjects">Models and devices</h2>
${report.subjects.map((subject, index) => renderSubject(subject, index, report))}</section>`;
}
