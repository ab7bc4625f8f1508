// What a site of the history shows: every subject with its courses, and what stands beside them.

import { modelArtifactName } from './artifact-name.ts';
import type { Course, LevelChange, SubjectCourse } from './course.ts';
import type { Environment } from './device.ts';
import type { PastRelease } from './history.ts';
import { toSlug } from './slug.ts';
import type { Waiver } from './waiver.ts';

export interface Site {
  readonly title: string;
  /** The repository's page; null where it cannot be told. */
  readonly repositoryUrl: string | null;
  /** When it was made, ISO 8601, UTC. */
  readonly createdAt: string;
  readonly subjects: readonly SubjectCourse[];
  readonly environments: readonly Environment[];
  /** Oldest first. */
  readonly releases: readonly PastRelease[];
  /** Of the configuration, those that still hold. */
  readonly waivers: readonly Waiver[];
}

/** How a metric stands since the last release, or over the last ninety days where that is longer ago or there is none. */
export type CourseState = 'worse' | 'accepted' | 'better' | 'steady';

const RECENT_MS = 90 * 86_400_000;

/** The moment from which changes count as news, ISO 8601. */
export function newsFrom({ releases, createdAt }: Pick<Site, 'releases' | 'createdAt'>): string {
  const recent = new Date(Date.parse(createdAt) - RECENT_MS).toISOString();
  const last = releases.at(-1)?.at ?? recent;
  return last > recent ? last : recent;
}

/** The changes since then, and what they come to together as a fraction of the level before; null of none. */
export function changeSince(
  course: Course,
  from: string,
): { readonly state: CourseState; readonly change: number | null; readonly changes: readonly LevelChange[] } {
  const changes = course.changes.filter(({ after }) => (course.points[after]?.at ?? '') >= from);
  if (changes.length === 0) return { state: 'steady', change: null, changes };
  const change = Math.expm1(changes.reduce((sum, one) => sum + Math.log1p(one.change), 0));
  const worse = course.metric.direction === 'lower' ? change > 0 : change < 0;
  const open = changes.some((one) => one.worse && one.accepted === null);
  return { state: worse ? (open ? 'worse' : 'accepted') : 'better', change, changes };
}

/** The page of a subject, from the site's root, without its ending. */
export function pageOf({ subject }: SubjectCourse): string {
  const { model, device, bundle } = subject;
  const gate = bundle === modelArtifactName('record', '', model) ? [] : [bundle];
  return `subjects/${toSlug([model, device, ...gate].join('\0'))}`;
}

/** The level that a metric has now: that of the last stretch. */
export function levelNow({ stretches, points }: Course): number {
  const last = points.length - 1;
  return stretches.find(({ to }) => to === last)?.level ?? points.at(-1)?.level ?? Number.NaN;
}
