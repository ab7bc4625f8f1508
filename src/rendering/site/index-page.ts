// A site's first page: models × devices at a glance, what changed lately, and a table of everything to search in.

import { keyOfBundle } from '../../domain/artifact-name.ts';
import type { Course, SubjectCourse } from '../../domain/course.ts';
import { type CourseState, changeSince, newsFrom, pageOf, type Site } from '../../domain/site.ts';
import { renderDocument } from '../page/document.ts';
import { renderFilterTable } from '../page/filter-table.ts';
import { renderGrid } from '../page/grid.ts';
import { html, type Markup } from '../page/tags.ts';
import { SITE_STYLE } from './style.ts';
import { commitsOf, describeAccepted, formatNow, formatStep, nameOf, STATE_CLASS } from './words.ts';

const STATES: readonly CourseState[] = ['worse', 'accepted', 'better', 'steady'];
const MOST_NEWS = 30;
const MOST_RELEASES = 20;

interface Row {
  readonly one: SubjectCourse;
  readonly course: Course;
  readonly state: CourseState;
  readonly change: number | null;
}

export function renderIndexPage(site: Site): string {
  const from = newsFrom(site);
  const rows = site.subjects.flatMap((one) =>
    one.courses.filter(isTabled).map((course): Row => ({ one, course, ...changeSince(course, from) })),
  );
  const ordered = [...rows].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
  const runs = site.subjects.reduce((sum, { subject }) => sum + subject.runs.length, 0);
  return renderDocument({
    title: site.title,
    style: SITE_STYLE,
    scripted: true,
    header: html`<h1>${site.title}</h1>
<p class="counts">${describeStates(rows)}</p>
<p class="faint">${runs} records of ${site.subjects.length} ${site.subjects.length === 1 ? 'model on a device' : 'models on devices'} · made ${site.createdAt.slice(0, 16).replace('T', ' ')} UTC · changes since ${from.slice(0, 10)}${site.repositoryUrl === null ? '' : html` · <a href="${site.repositoryUrl}">repository</a>`}</p>
<p class="faint">For machines: <a href="index.json">index.json</a>, <a href="metrics.txt">metrics.txt</a> (OpenMetrics), <a href="history.json">history.json</a></p>`,
    main: html`${renderMatrix(site, rows)}
${renderNews(site)}
${renderFilterTable({
  title: 'Every metric of every model',
  label: 'Filter the metrics',
  columns: COLUMNS,
  choices: STATES.map((choice) => ({ choice, count: rows.filter(({ state }) => state === choice).length })),
  rows: ordered.map(toLine),
})}
${renderReleases(site)}`,
  });
}

/** What informs but does not gate stands on the subject's own page. */
function isTabled({ metric }: Course): boolean {
  return metric.gates;
}

function describeStates(rows: readonly Row[]): string {
  const told = STATES.map((state) => ({ state, count: rows.filter((row) => row.state === state).length }));
  return told
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`)
    .join(' · ');
}

const COLUMNS: readonly (readonly [key: string, title: string, number: boolean])[] = [
  ['state', 'Since then', false],
  ['change', 'Change', true],
  ['model', 'Model', false],
  ['device', 'Device', false],
  ['metric', 'Metric', false],
  ['level', 'Now', true],
  ['records', 'Records', true],
  ['last', 'Last', false],
];

function toLine({ one, course, state, change }: Row, place: number): Markup {
  const { subject } = one;
  const key = keyOfBundle(subject.bundle, subject.model);
  const last = course.points.at(-1);
  return html`<tr data-verdict="${state}"><td class="${STATE_CLASS[state]}" data-value="${place}">${state}</td>
<td class="number ${STATE_CLASS[state]}" data-value="${change ?? ''}">${change === null ? '~' : formatStep(change, course)}</td>
<td>${key === '' ? '' : html`${key}: `}<code>${subject.model}</code></td><td><a href="${pageOf(one)}.html">${subject.device}</a></td><td>${course.metric.label}</td>
<td class="number" data-value="${last?.level ?? ''}">${formatNow(course)}</td><td class="number" data-value="${course.points.length}">${course.points.length}</td><td class="day">${last?.at.slice(0, 10) ?? ''}</td></tr>
`;
}

/** The first gating metric of each subject; of several gates on one model and device the most urgent. */
function renderMatrix(site: Site, rows: readonly Row[]): Markup {
  const firsts = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify([row.one.subject.model, row.one.subject.device]);
    const known = firsts.get(key);
    const urgent = known !== undefined && STATES.indexOf(row.state) < STATES.indexOf(known.state);
    if (known === undefined || urgent) firsts.set(key, row);
  }
  const names = (of: (row: Row) => string) => [...new Set(rows.map(of))];
  if (firsts.size < 2) return html``;
  return renderGrid({
    models: names(({ one }) => one.subject.model),
    devices: names(({ one }) => one.subject.device),
    caption: `The most urgent metric of each model on each device: its level now, and its change since ${newsFrom(site).slice(0, 10)}.`,
    cell: (model, device) => toCell(firsts.get(JSON.stringify([model, device]))),
  });
}

function toCell(row: Row | undefined): Markup {
  if (row === undefined) return html`<td></td>`;
  const { one, course, state, change } = row;
  const hint = `${course.metric.label}: ${state}`;
  return html`<td class="${STATE_CLASS[state]}" title="${hint}"><a href="${pageOf(one)}.html">${formatNow(course)} <span class="faint">${change === null ? '~' : formatStep(change, course)}</span></a></td>`;
}

function renderNews(site: Site): Markup {
  const news = site.subjects
    .flatMap((one) =>
      one.courses
        .filter(isTabled)
        .flatMap((course) =>
          course.changes.map((change) => ({ one, course, change, at: course.points[change.after]?.at ?? '' })),
        ),
    )
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  if (news.length === 0) return html`<p>No change of level was found in any gating metric.</p>`;
  const lines = news.slice(0, MOST_NEWS).map(({ one, course, change, at }) => {
    const kind = change.accepted !== null ? 'accepted' : change.worse ? 'worse' : 'better';
    return html`<tr><td>${at.slice(0, 10)}</td><td class="number ${STATE_CLASS[kind]}">${formatStep(change.change, course)}</td><td>${course.metric.label}</td>
<td><a href="${pageOf(one)}.html">${nameOf(one.subject)}</a></td><td>${commitsOf(change, course, site)}${change.accepted === null ? '' : html` <span class="accepted">${describeAccepted(change.accepted)}</span>`}</td></tr>
`;
  });
  const more = news.length - lines.length;
  return html`<section aria-labelledby="news"><h2 id="news">Changes of level</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Table: changes of level"><table class="news">
<caption>The newest first${more > 0 ? `; ${more} older ones are on the pages of their models` : ''}.</caption>
<thead><tr><th scope="col">Recorded</th><th scope="col" class="number">Change</th><th scope="col">Metric</th><th scope="col">Where</th><th scope="col">Commits</th></tr></thead>
<tbody>${lines}</tbody></table></div></section>`;
}

function renderReleases({ releases }: Site): Markup {
  if (releases.length === 0) return html``;
  const shown = releases.slice(-MOST_RELEASES).toReversed();
  return html`<section aria-labelledby="releases"><h2 id="releases">Releases</h2><ul>${shown.map(
    ({ tag, at, url }) => html`<li>${at.slice(0, 10)}: ${url === '' ? tag : html`<a href="${url}">${tag}</a>`}</li>`,
  )}</ul></section>`;
}
