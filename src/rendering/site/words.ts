// Words and links that the pages of a site share.

import { keyOfBundle } from '../../domain/artifact-name.ts';
import type { Course, LevelChange, SettingChange } from '../../domain/course.ts';
import type { HistorySubject } from '../../domain/history.ts';
import { shortSha } from '../../domain/run.ts';
import { type CourseState, levelNow, type Site } from '../../domain/site.ts';
import type { AcceptedChange } from '../../domain/waiver.ts';
import { formatChange, formatValue } from '../numbers.ts';
import { html, type Markup } from '../page/tags.ts';

/** The class by which the report page colours the same. */
export const STATE_CLASS: Readonly<Record<CourseState, string>> = {
  worse: 'regressed',
  accepted: 'accepted',
  better: 'improved',
  steady: 'unchanged',
};

/** `fp32: detector on Pixel 8`, with the gate's key where it has one. */
export function nameOf({ bundle, model, device }: Pick<HistorySubject, 'bundle' | 'model' | 'device'>): string {
  const key = keyOfBundle(bundle, model);
  return `${key === '' ? '' : `${key}: `}${model} on ${device}`;
}

export function formatNow(course: Course): string {
  return formatLevelOf(levelNow(course), course);
}

export function formatLevelOf(level: number, { metric, noise }: Course): string {
  return formatValue(level, metric, metric.kind === 'exact' ? null : (noise ?? 0.01));
}

/** A change of the level in the metric's own direction. */
export function formatStep(change: number, { noise, metric }: Course): string {
  return formatChange(change, metric.kind === 'exact' ? null : noise);
}

export function commitLink(site: Pick<Site, 'repositoryUrl'>, commit: string | null): Markup {
  if (commit === null) return html`no commit`;
  const url = commitUrlOf(site, commit);
  return url === null
    ? html`<code>${shortSha(commit)}</code>`
    : html`<a href="${url}"><code>${shortSha(commit)}</code></a>`;
}

/** A commit's page; null where the repository, or the commit, is not known. */
export function commitUrlOf({ repositoryUrl }: Pick<Site, 'repositoryUrl'>, commit: string | null): string | null {
  return repositoryUrl === null || !isSha(commit) ? null : `${repositoryUrl}/commit/${commit}`;
}

/** More commits than this are one link to all of them. */
const MOST_COMMITS = 8;

/** The commits at which a change can have landed. */
export function commitsOf(change: LevelChange, { points }: Course, site: Pick<Site, 'repositoryUrl'>): Markup {
  const [before, after] = [points[change.before]?.commit ?? null, points[change.after]?.commit ?? null];
  const { repositoryUrl } = site;
  const { commits } = change;
  if (commits?.length === 1) return html`${commitLink(site, commits[0] ?? null)}`;
  const all =
    repositoryUrl !== null && isSha(before) && isSha(after) && before !== after
      ? html`<a href="${`${repositoryUrl}/compare/${before}...${after}`}">${commits === null ? 'the commits' : `${commits.length} commits`} from ${shortSha(before)} to ${shortSha(after)}</a>`
      : html`${commitLink(site, before)} to ${commitLink(site, after)}`;
  if (commits === null || commits.length > MOST_COMMITS) return all;
  return html`${all}: ${commits.map((commit, place) => html`${place === 0 ? '' : ', '}${commitLink(site, commit)}`)}`;
}

function isSha(sha: string | null): sha is string {
  return sha !== null && /^[0-9a-f]{7,64}$/i.test(sha);
}

export function describeAccepted({ by, url, until, reason }: AcceptedChange): Markup {
  const safe = url !== null && /^https?:\/\//.test(url);
  if (by === null) return html`waived${until === null ? '' : ` until ${until}`}: ${reason}`;
  return html`accepted by ${safe ? html`<a href="${url}">${by}</a>` : by}: ${reason}`;
}

export function describeSetting({ field, from, to }: SettingChange): string {
  return `${field.replaceAll('_', ' ')}: ${from || '?'} → ${to || '?'}`;
}
