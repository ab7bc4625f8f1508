// The numbers of a site's pages as JSON: what a reader sees, for machines.

import { keyOfBundle } from '../../domain/artifact-name.ts';
import type { Course, LevelChange, SubjectCourse } from '../../domain/course.ts';
import { changeSince, levelNow, newsFrom, pageOf, type Site } from '../../domain/site.ts';

/** All subjects with their levels now, and where their own files are. */
export function encodeIndex(site: Site): string {
  const from = newsFrom(site);
  const subjects = site.subjects.map((one) => {
    const { model, device, bundle, runs } = one.subject;
    const page = pageOf(one);
    const metrics = one.courses.map((course) => {
      const { state, change } = changeSince(course, from);
      const { name, unit, gates } = course.metric;
      return { metric: name, unit, gates, level: digits(levelNow(course)), noise: course.noise, state, change };
    });
    const last = runs.at(-1);
    const files = { page: `${page}.html`, json: `${page}.json` };
    return {
      model,
      device,
      key: keyOfBundle(bundle, model),
      records: runs.length,
      last: last?.at,
      commit: last?.commit,
      ...files,
      metrics,
    };
  });
  const { title, createdAt, repositoryUrl, releases } = site;
  return toText({ schema: 'latency-gate/site@1', title, createdAt, repositoryUrl, since: from, releases, subjects });
}

/** Every record of one subject, and what was made of them. `run`: the place of a record in `runs`. */
export function encodeSubject({ subject, courses }: SubjectCourse, { environments }: Site): string {
  const { model, device, bundle, runs } = subject;
  const names = courses.map(({ metric }) => ({ ...metric }));
  const placed = runs.map(({ at, commit, bytes, environment, released, accepted }) => ({
    at,
    commit,
    bytes,
    environment,
    released,
    accepted,
  }));
  const used = [...new Set(runs.map(({ environment }) => environment))];
  const metrics = courses.map((course, place) => toMetric(course, names[place], runs));
  const lines = placed.map((run) =>
    JSON.stringify({
      ...run,
      environment: used.indexOf(run.environment),
      ...(run.accepted.length === 0 ? { accepted: undefined } : {}),
    }),
  );
  const head = {
    schema: 'latency-gate/subject-history@1',
    model,
    device,
    key: keyOfBundle(bundle, model),
    environments: used.map((place) => environments[place]),
    metrics,
  };
  return `${JSON.stringify(head).slice(0, -1)},"runs":[\n${lines.join(',\n')}\n]}\n`;
}

function toMetric(course: Course, metric: unknown, runs: SubjectCourse['subject']['runs']) {
  const places = new Map(runs.map(({ at }, place) => [at, place]));
  const runOf = (point: number) => places.get(course.points[point]?.at ?? '') ?? null;
  const toChange = ({ before, after, ...rest }: LevelChange) => ({
    before: runOf(before),
    after: runOf(after),
    ...rest,
  });
  return {
    metric,
    noise: course.noise,
    /** One level a record; null where it has none. */
    levels: toLevels(course, places, runs.length),
    stretches: course.stretches.map(({ from, to, level, band }) => ({
      from: runOf(from),
      to: runOf(to),
      level: digits(level),
      band: band?.map(digits) ?? null,
    })),
    changes: course.changes.map(toChange),
    environmentChanges: course.settings.map(({ after, ...rest }) => ({ after: runOf(after), ...rest })),
  };
}

function toLevels({ points }: Course, places: ReadonlyMap<string, number>, count: number): readonly (number | null)[] {
  const levels: (number | null)[] = Array.from({ length: count }, () => null);
  for (const { at, level } of points) {
    const place = places.get(at);
    if (place !== undefined) levels[place] = digits(level);
  }
  return levels;
}

function digits(value: number): number {
  return Number(value.toPrecision(6));
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
