// From a history to what its site shows: the course of every metric, with the commits between its levels.

import { courseOf } from '../../decision/course.ts';
import type { Course, LevelChange, SubjectCourse } from '../../domain/course.ts';
import type { History, HistorySubject } from '../../domain/history.ts';
import { toDay } from '../../domain/policy.ts';
import type { Site } from '../../domain/site.ts';
import { isExpired, type Waiver } from '../../domain/waiver.ts';

export interface SiteFacts {
  readonly title: string;
  readonly repositoryUrl: string | null;
  readonly now: Date;
  readonly waivers: readonly Waiver[];
  /** First parents of the default branch, newest first, as far as they are known. */
  readonly commits: readonly string[];
}

export function buildSite(history: History, { title, repositoryUrl, now, waivers, commits }: SiteFacts): Site {
  const places = new Map(commits.map((commit, place) => [commit, place]));
  const today = toDay(now);
  return {
    title,
    repositoryUrl,
    createdAt: now.toISOString(),
    subjects: history.subjects.map((subject) => toCourses(subject, history, commits, places)),
    environments: history.environments,
    releases: history.releases,
    waivers: waivers.filter((waiver) => !isExpired(waiver, today)),
  };
}

function toCourses(
  subject: HistorySubject,
  { metrics, environments }: History,
  commits: readonly string[],
  places: ReadonlyMap<string, number>,
): SubjectCourse {
  const courses = metrics.flatMap((metric, row) => {
    const course = courseOf({ metric, row, subject, environments });
    return course === undefined ? [] : [withCommits(course, commits, places)];
  });
  return { subject, courses: courses.sort((a, b) => Number(b.metric.gates) - Number(a.metric.gates)) };
}

/** The commits from one level to the next, where both ends are on the known part of the branch. */
function withCommits(course: Course, commits: readonly string[], places: ReadonlyMap<string, number>): Course {
  const placeOf = (point: number) => places.get(course.points[point]?.commit ?? '');
  const toBetween = (change: LevelChange): LevelChange => {
    const [before, after] = [placeOf(change.before), placeOf(change.after)];
    if (before === undefined || after === undefined || after >= before) return change;
    return { ...change, commits: commits.slice(after, before).toReversed() };
  };
  return { ...course, changes: course.changes.map(toBetween) };
}
