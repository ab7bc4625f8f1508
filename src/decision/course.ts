// From the levels of recorded runs to stretches of one level and the changes between them. What coincides with a change
// of the environment is the environment's, and is not called a change of the model.

import type { Course, CoursePoint, LevelChange, LevelStretch, SettingChange } from '../domain/course.ts';
import { type Environment, findDifference } from '../domain/device.ts';
import type { HistorySubject, PastRun } from '../domain/history.ts';
import type { Metric } from '../domain/metric.ts';
import { median } from '../domain/statistics.ts';
import { findLevels } from './change-points.ts';
import { mergeShifts, type ShiftBetween, SMALLEST_CHANGE, significantCuts } from './course-shifts.ts';
import { pooledNoise } from './noise.ts';

const FEWEST_IN_BAND = 3;
const BAND_WIDTH = 2;

/** What the course of a metric is read from. */
export interface CourseQuestion {
  readonly metric: Metric;
  /** Place of the metric's row in the history. */
  readonly row: number;
  readonly subject: HistorySubject;
  readonly environments: readonly Environment[];
}

interface Place {
  readonly point: CoursePoint;
  readonly run: PastRun;
}

/** The course of one metric; undefined where no run has it. */
export function courseOf(question: CourseQuestion): Course | undefined {
  const { metric, row, subject } = question;
  const places = subject.runs.flatMap((run) => toPlace(run, row));
  if (places.length === 0) return undefined;
  const points = places.map(({ point }) => point);
  const settings = findSettings(places, question);
  const shifts = findShifts(places, settings, question);
  const stretches = toStretches(points, shifts, settings, metric);
  return {
    metric,
    points,
    settings,
    stretches,
    changes: shifts.map((shift) => toChange(shift, places, metric)),
    noise: metric.kind === 'exact' ? null : noiseOf(points, stretches),
  };
}

function toPlace(run: PastRun, row: number): readonly Place[] {
  const found = run.levels.find(({ metric }) => metric === row);
  if (found === undefined) return [];
  const { at, commit, environment, bytes, released } = run;
  return [{ run, point: { at, commit, level: found.level, jobs: found.jobs, environment, bytes, released } }];
}

/** Where the environment, or the workload, is another one than at the point before. */
function findSettings(places: readonly Place[], { environments }: CourseQuestion): readonly SettingChange[] {
  return places.flatMap(({ run }, after): readonly SettingChange[] => {
    const before = places[after - 1]?.run;
    if (before === undefined) return [];
    const difference = findDifference(environments[before.environment] ?? {}, environments[run.environment] ?? {});
    if (difference !== undefined) {
      return [{ after, field: difference.field, from: difference.baseline, to: difference.candidate }];
    }
    const other = before.workload !== run.workload && before.workload !== '' && run.workload !== '';
    return other ? [{ after, field: 'workload', from: before.workload, to: run.workload }] : [];
  });
}

/** Recorded ones, and those that the levels tell by themselves. */
function findShifts(
  places: readonly Place[],
  settings: readonly SettingChange[],
  { metric }: CourseQuestion,
): readonly ShiftBetween[] {
  const recorded = places.flatMap(({ run }, after): readonly ShiftBetween[] => {
    const shift = run.shifts.find((one) => one.metric === metric.name && one.logRatio !== 0);
    return shift === undefined || after === 0
      ? []
      : [{ before: after - 1, after, logRatio: shift.logRatio, source: 'recorded' }];
  });
  const found = metric.kind === 'exact' ? findSteps(places, metric) : findSampled(places, settings);
  return mergeShifts(recorded, found);
}

/** A count tells every change, a size those of one percent. */
function isTold(logRatio: number, { unit }: Metric): boolean {
  return unit === '' ? logRatio !== 0 : Math.abs(logRatio) >= SMALLEST_CHANGE;
}

/** What follows from the bytes changes where it changes. */
function findSteps(places: readonly Place[], metric: Metric): readonly ShiftBetween[] {
  return places.flatMap(({ point }, after): readonly ShiftBetween[] => {
    const before = places[after - 1]?.point;
    if (before === undefined || before.level <= 0 || point.level <= 0) return [];
    const logRatio = Math.log(point.level / before.level);
    return isTold(logRatio, metric) ? [{ before: after - 1, after, logRatio, source: 'found' }] : [];
  });
}

/**
 * Where environments come back, each has a course of its own. Where each is one block, neighbours at one level are one
 * course, so that a runner that is renewed every week hides nothing; a cut beside a change of environment is its own.
 */
function findSampled(places: readonly Place[], settings: readonly SettingChange[]): readonly ShiftBetween[] {
  const logs = places.map(({ point }) => Math.log(point.level));
  const classes = classesOf(places.length, settings);
  const blocks = settings.length + 1;
  const kinds = new Set(places.map(({ run }) => `${run.environment} ${run.workload}`)).size;
  const own = [...groupBy(places, classes)].flatMap((members) => cutsOf(members, logs));
  if (blocks > kinds) return own;
  const joined = joinBlocks(places.length, settings, logs).flatMap((members) => cutsOf(members, logs));
  const beside = ({ after }: ShiftBetween) => settings.some((one) => Math.abs(one.after - after) <= 1);
  return [...own, ...joined.filter((shift) => !beside(shift))];
}

/** For each place the number of its block between changes of setting. */
function classesOf(count: number, settings: readonly SettingChange[]): readonly number[] {
  const starts = new Set(settings.map(({ after }) => after));
  let block = 0;
  return Array.from({ length: count }, (_, place) => {
    if (starts.has(place)) block += 1;
    return block;
  });
}

/** Places of one environment and workload, wherever they stand. */
function groupBy(places: readonly Place[], blocks: readonly number[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  places.forEach(({ run }, place) => {
    // Unknown environments are never alike.
    const key = run.environment < 0 ? `block ${blocks[place]}` : `${run.environment} ${run.workload}`;
    groups.set(key, [...(groups.get(key) ?? []), place]);
  });
  return [...groups.values()];
}

/** Blocks between changes of setting, those joined that are not apart. */
function joinBlocks(
  count: number,
  settings: readonly SettingChange[],
  logs: readonly number[],
): readonly (readonly number[])[] {
  const starts = [0, ...settings.map(({ after }) => after)];
  const blocks = starts.map((from, index) => ({ from, to: starts[index + 1] ?? count }));
  const cuts = [0, ...significantCuts(logs, blocks).map(({ at }) => at), count];
  return cuts.slice(1).map((to, index) => {
    const from = cuts[index] ?? 0;
    return Array.from({ length: to - from }, (_, place) => from + place);
  });
}

function cutsOf(members: readonly number[], logs: readonly number[]): readonly ShiftBetween[] {
  const values = members.map((place) => logs[place] ?? 0);
  return significantCuts(values, findLevels(values)).map(({ at, logRatio }) => ({
    before: members[at - 1] ?? 0,
    after: members[at] ?? 0,
    logRatio,
    source: 'found',
  }));
}

/** Between shifts and changes of setting; runs of one environment that alternate with others are one stretch. */
function toStretches(
  points: readonly CoursePoint[],
  shifts: readonly ShiftBetween[],
  settings: readonly SettingChange[],
  metric: Metric,
): readonly LevelStretch[] {
  const workloads = settings.filter(({ field }) => field === 'workload').map(({ after }) => after);
  const cuts = [...shifts.map(({ after }) => after), ...workloads];
  const groups = new Map<string, number[]>();
  points.forEach(({ environment }, place) => {
    const key = `${environment} ${cuts.filter((cut) => cut <= place).length}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [place]);
    else group.push(place);
  });
  return [...groups.values()].map((group) => toStretch(group, points, metric));
}

function toStretch(group: readonly number[], points: readonly CoursePoint[], { kind }: Metric): LevelStretch {
  const logs = group.map((place) => Math.log(points[place]?.level ?? 1));
  const level = median(logs);
  const reach = BAND_WIDTH * pooledNoise([{ values: logs }]).sd;
  const band =
    kind === 'exact' || logs.length < FEWEST_IN_BAND
      ? null
      : ([Math.exp(level - reach), Math.exp(level + reach)] as const);
  const [from = 0, to = from] = [group[0], group.at(-1)];
  return { from, to, environment: points[from]?.environment ?? 0, level: Math.exp(level), band };
}

function noiseOf(points: readonly CoursePoint[], stretches: readonly LevelStretch[]): number | null {
  const groups = stretches.map(({ from, to, environment }) => ({
    values: points
      .slice(from, to + 1)
      .filter((point) => point.environment === environment)
      .map(({ level }) => Math.log(level)),
  }));
  const { sd, df } = pooledNoise(groups);
  return df < 2 ? null : Math.expm1(sd);
}

function toChange(shift: ShiftBetween, places: readonly Place[], metric: Metric): LevelChange {
  const { before, after, logRatio, source } = shift;
  const worse = metric.direction === 'lower' ? logRatio > 0 : logRatio < 0;
  const between = places.slice(before + 1, after + 1).flatMap(({ run }) => run.accepted);
  const accepted = worse ? (between.find((one) => one.metric === metric.name) ?? null) : null;
  return { before, after, change: Math.expm1(logRatio), worse, source, commits: null, accepted };
}
