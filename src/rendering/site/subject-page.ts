// One model on one device over the months: a chart a gating metric, its changes, every metric's level, the last runs.

import type { Course, SubjectCourse } from '../../domain/course.ts';
import { changeSince, newsFrom, type Site } from '../../domain/site.ts';
import { fits } from '../../domain/waiver.ts';
import { renderDocument } from '../page/document.ts';
import { html, Markup } from '../page/tags.ts';
import { toBars } from '../sparkline.ts';
import { drawCourse } from './course-chart.ts';
import { SITE_STYLE } from './style.ts';
import {
  commitLink,
  commitsOf,
  commitUrlOf,
  describeAccepted,
  describeSetting,
  formatLevelOf,
  formatNow,
  formatStep,
  nameOf,
  STATE_CLASS,
} from './words.ts';

const LAST_RUNS = 30;
const LAST_SETTINGS = 50;
const BARS = 24;

/** `json`: the file of its numbers, beside the page. */
export function renderSubjectPage(one: SubjectCourse, site: Site, json: string): string {
  const { subject, courses } = one;
  const charted = courses.filter(isCharted);
  const drawn = charted.length > 0 ? charted : courses.slice(0, 4);
  const title = nameOf(subject);
  const [first, last] = [subject.runs[0]?.at ?? '', subject.runs.at(-1)?.at ?? ''];
  return renderDocument({
    title: `${title} · ${site.title}`,
    style: SITE_STYLE,
    scripted: false,
    header: html`<nav aria-label="Site"><a href="../index.html">${site.title}</a></nav>
<h1>${title}</h1>
<p class="faint">${subject.runs.length} records from ${first.slice(0, 10)} to ${last.slice(0, 10)} · <a href="${json}">these numbers as JSON</a></p>`,
    main: html`${LEGEND}
${drawn.map((course) => renderCourse(course, site))}
${renderWaivers(one, site)}
${renderSettings(drawn[0])}
${renderLevels(courses, site)}
${renderRuns(one, drawn, site)}`,
  });
}

/** What follows from the bytes has a chart where it ever changed. */
function isCharted({ metric, changes }: Course): boolean {
  return metric.gates && (metric.kind === 'sampled' || changes.length > 0);
}

const LEGEND = html`<p class="legend" aria-hidden="true"><span class="key baseline">recorded levels</span><span class="key band">noise band</span><span class="key shift">got worse</span><span class="key shift better">got better</span><span class="key shift accepted">accepted</span><span class="key candidate">environment changed</span></p>
`;

function renderCourse(course: Course, site: Site): Markup {
  const { metric, points } = course;
  const svg = drawCourse(course, {
    releases: site.releases,
    format: (value) => formatLevelOf(value, course),
    linkTo: (commit) => commitUrlOf(site, commit),
  });
  const drawing = new Markup(svg.replace('<svg ', '<svg aria-hidden="true" '));
  const id = `metric-${metric.name}`;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${metric.label}${metric.unit === '' ? '' : `, ${metric.unit}`}</h2>
<figure><div class="scroll late" tabindex="0" role="region" aria-label="Chart of ${metric.label}">${drawing}</div>
<figcaption class="faint">${points.length} levels, now ${formatNow(course)}${course.noise === null ? '' : `; they differ by ${(course.noise * 100).toFixed(1)} % from run to run`}.</figcaption></figure>
${renderChanges(course, site)}</section>
`;
}

function renderChanges(course: Course, site: Site): Markup {
  const { changes, points, metric } = course;
  if (changes.length === 0) return html`<p>No change of level was found.</p>`;
  const lines = changes.toReversed().map((change) => {
    const kind = change.accepted !== null ? 'accepted' : change.worse ? 'worse' : 'better';
    return html`<tr><td class="${STATE_CLASS[kind]}">${kind}</td><td class="number ${STATE_CLASS[kind]}">${formatStep(change.change, course)}</td>
<td>${points[change.after]?.at.slice(0, 10) ?? ''}</td><td>${commitsOf(change, course, site)}</td>
<td>${change.source === 'recorded' ? 'measured in pairs when it landed' : metric.kind === 'exact' ? 'follows from the bytes' : 'told by the levels'}${change.accepted === null ? '' : html`; ${describeAccepted(change.accepted)}`}</td></tr>
`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Changes of ${metric.label}"><table><caption>Changes of level, the newest first.</caption>
<thead><tr><th scope="col">It got</th><th scope="col" class="number">Change</th><th scope="col">Recorded</th><th scope="col">Commits</th><th scope="col">How it is known</th></tr></thead>
<tbody>${lines}</tbody></table></div>`;
}

function renderWaivers({ subject, courses }: SubjectCourse, site: Site): Markup {
  const found = site.waivers.filter((waiver) => courses.some(({ metric }) => fits(waiver, metric, subject)));
  if (found.length === 0) return html``;
  return html`<section aria-labelledby="waivers"><h2 id="waivers">Waivers in force</h2><ul>${found.map(
    ({ metric, until, reason }) => html`<li>${metric ?? 'every metric'} until ${until}: ${reason}</li>`,
  )}</ul></section>`;
}

function renderSettings(course: Course | undefined): Markup {
  if (course === undefined || course.settings.length === 0) return html``;
  const { settings, points } = course;
  const lines = settings
    .slice(-LAST_SETTINGS)
    .toReversed()
    .map((setting) => html`<li>${points[setting.after]?.at.slice(0, 10) ?? ''}: ${describeSetting(setting)}</li>`);
  const more = settings.length - lines.length;
  return html`<section aria-labelledby="environment"><h2 id="environment">The environment changed</h2>
<p>Levels on two sides of such a change are not compared: what differs may be the machine.</p>
<ul>${lines}</ul>${more > 0 ? html`<p class="faint">${more} earlier ones are in the JSON.</p>` : ''}</section>`;
}

function renderLevels(courses: readonly Course[], site: Site): Markup {
  const from = newsFrom(site);
  const lines = courses.map((course) => {
    const { metric, points } = course;
    const { change, state } = changeSince(course, from);
    const trend = points.slice(-BARS).map(({ at, commit, level }) => ({ at, commit, level, shifted: false }));
    const { past } = toBars({ trend, candidate: [] }, metric.kind === 'exact' ? 0.1 : 2 * (course.noise ?? 0.02));
    return html`<tr><th scope="row">${metric.label}${metric.statistic === undefined ? '' : html` <span class="faint">(${metric.statistic})</span>`}</th><td class="number">${formatNow(course)}</td>
<td class="number ${STATE_CLASS[state]}">${change === null ? '~' : formatStep(change, course)}</td><td class="bars" aria-hidden="true">${past.join('')}</td><td class="number">${points.length}</td></tr>
`;
  });
  return html`<section aria-labelledby="levels"><h2 id="levels">Every metric</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Table: every metric"><table><caption>Change since ${from.slice(0, 10)}; ~ where no change of level was found.</caption>
<thead><tr><th scope="col">Metric</th><th scope="col" class="number">Now</th><th scope="col" class="number">Change</th><th scope="col">Last runs</th><th scope="col" class="number">Records</th></tr></thead>
<tbody>${lines}</tbody></table></div></section>`;
}

function renderRuns({ subject }: SubjectCourse, drawn: readonly Course[], site: Site): Markup {
  const shown = subject.runs.slice(-LAST_RUNS).toReversed();
  const levelAt = (course: Course, at: string) => {
    const point = course.points.findLast((one) => one.at === at);
    return point === undefined ? '' : formatLevelOf(point.level, course);
  };
  const lines = shown.map(
    ({
      at,
      commit,
      released,
    }) => html`<tr><td>${at.slice(0, 16).replace('T', ' ')}${released ? ' (release)' : ''}</td><td>${commitLink(site, commit)}</td>${drawn.map(
      (course) => html`<td class="number">${levelAt(course, at)}</td>`,
    )}</tr>
`,
  );
  return html`<section aria-labelledby="runs"><h2 id="runs">The last records</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Table: the last records"><table>
<thead><tr><th scope="col">Recorded, UTC</th><th scope="col">Commit</th>${drawn.map(({ metric }) => html`<th scope="col" class="number">${metric.label}</th>`)}</tr></thead>
<tbody>${lines}</tbody></table></div></section>`;
}
