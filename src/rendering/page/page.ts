// The report as one page that needs nothing else: no network, no other file. Opened from an artifact, or printed.

import { metricIn, type Report } from '../../domain/report.ts';
import { describeFinding, docsLinkOf, severityOf } from '../findings.ts';
import { describeFleet } from '../fleet.ts';
import { describeCounts, headline, outcomeIcon } from '../headline.ts';
import { describeLimits } from '../numbers.ts';
import { baselinesOf, type CommitLabel, candidateOf } from '../origin.ts';
import { renderData, renderDownloads } from './data.ts';
import { renderDocument } from './document.ts';
import { renderMatrix } from './matrix.ts';
import { renderOverview } from './overview.ts';
import { renderSubject } from './subject.ts';
import { html, type Markup } from './tags.ts';

/**
 * The whole document; nothing in it depends on the time or place of rendering. `json` is the text of report.json, for
 * readers to download.
 */
export function renderPage(report: Report, json?: string): string {
  const title = headline(report);
  return renderDocument({
    title,
    scripted: true,
    header: html`<h1><span aria-hidden="true">${outcomeIcon(report)}</span> ${title}</h1>
${report.subjects.length === 0 ? '' : html`<p class="counts">${describeCounts(report)}</p>`}
${renderOrigin(report)}
${report.error === null ? '' : html`<p>${report.error.message} <strong>What to do:</strong> ${report.error.advice}</p>`}
${report.subjects.length === 0 ? '' : renderDownloads(json)}`,
    main: html`${renderFleet(report)}
${renderMatrix(report)}
${renderOverview(report)}
${renderFindings(report)}
${renderSubjects(report)}`,
    data: renderData(report, json),
  });
}

function renderOrigin(report: Report): Markup {
  const { commit, createdAt, runUrl, policy } = report;
  const candidate = candidateOf(report);
  const baselines = baselinesOf(report);
  const against = baselines.map((baseline, index) => {
    const models = baselines.length > 1 ? ` (${baseline.models.join(', ')})` : '';
    const changes = baseline.changesUrl === null ? '' : html` · <a href="${baseline.changesUrl}">changes</a>`;
    const note = baseline.note === '' ? '' : `, ${baseline.note}`;
    return html`${index === 0 ? ' with ' : ' and with '}${toLink(baseline)}${models}${note}${changes}`;
  });
  const where = [
    ...(commit.pullRequest === null ? [] : [html`pull request ${commit.pullRequest}`]),
    html`<time datetime="${createdAt}">${createdAt.slice(0, 16).replace('T', ' ')} UTC</time>`,
    ...(runUrl === null ? [] : [html`<a href="${runUrl}">workflow run</a>`]),
  ];
  const limits = `Limits: max-regression ${describeLimits(policy.maxRegression)}; min-change ${describeLimits(policy.minChange)}.`;
  return html`<p>${candidate === null ? '' : html`Comparing ${toLink(candidate)}`}${against}</p>
<p class="faint">${where.map((part, index) => html`${index === 0 ? '' : ' · '}${part}`)}</p>
<p class="faint">${policy.maxRegression.length === 0 ? '' : limits}</p>`;
}

function toLink({ branch, short, url }: CommitLabel): Markup {
  const words = branch === null ? html`${short}` : html`<code>${branch}</code> (${short})`;
  return url === null ? words : html`<a href="${url}">${words}</a>`;
}

function renderFleet({ fleet, subjects }: Report): Markup {
  if (fleet.length === 0) return html``;
  const lines = fleet.map((one) => {
    const metric = metricIn(subjects, one.metric);
    return html`<li>${metric?.label ?? one.metric} of <code>${one.model}</code> ${describeFleet(one, metric?.direction)}</li>`;
  });
  return html`<section aria-labelledby="fleet"><h2 id="fleet">All devices together</h2><ul>${lines}</ul></section>`;
}

function renderFindings({ findings }: Report): Markup {
  if (findings.length === 0) return html``;
  const told = new Map(findings.map((finding) => [describeFinding(finding), finding]));
  const lines = [...told].map(
    ([words, finding]) =>
      html`<li>${WORDS[severityOf(finding)]}: ${words} <a href="${docsLinkOf(finding)}">${finding.code}</a></li>`,
  );
  return html`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
<ul>${lines}</ul></section>`;
}

const WORDS = { warning: 'Warning', notice: 'Note' } as const;

function renderSubjects(report: Report): Markup {
  if (report.subjects.length === 0) return html``;
  return html`<section aria-labelledby="subjects"><h2 id="subjects">Models and devices</h2>
<p><button type="button" data-open="all">Open all</button> <button type="button" data-open="none">Close all</button></p>
${report.subjects.map((subject, index) => renderSubject(subject, index, report))}</section>`;
}
