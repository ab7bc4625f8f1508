// The course of a metric over the months as a chart: every recorded level, the noise band of each stretch, changes of
// level, changes of the environment and releases.

import { MarkAreaComponent, MarkLineComponent } from 'echarts/components';
import { use } from 'echarts/core';
import type { Course, CoursePoint } from '../../domain/course.ts';
import type { PastRelease } from '../../domain/history.ts';
import { shortSha } from '../../domain/run.ts';
import { BASELINE, drawChart, LABEL, padded, points, type Series, valueAxis } from '../page/charts.ts';

use([MarkAreaComponent, MarkLineComponent]);

const SIZE = { width: 760, height: 250 };
/** Only so many of the newest points say their value to the pointer: each costs two hundred bytes. */
const MOST_HINTS = 120;
/** More marks of one kind would hide the levels. */
const MOST_MARKS = 24;
const LONGEST_TAG = 14;
const FAINT = 'var(--faint)';

export interface CourseContext {
  readonly releases: readonly PastRelease[];
  readonly format: (value: number) => string;
  /** A commit's page; null where there is none. */
  readonly linkTo: (commit: string | null) => string | null;
}

export function drawCourse(course: Course, context: CourseContext): string {
  const { points: all } = course;
  const axis = valueAxis('');
  const levels = [...all.map(({ level }) => level), ...course.stretches.flatMap(({ band }) => band ?? [])];
  const option = {
    useUTC: true,
    grid: { left: 8, right: 20, top: 26, bottom: 8 },
    xAxis: {
      type: 'time',
      min: all[0]?.at,
      max: all.at(-1)?.at,
      axisLabel: { ...LABEL, hideOverlap: true, formatter: '{yyyy}-{MM}-{dd}' },
      axisLine: { lineStyle: { color: FAINT } },
      axisTick: { show: false },
      splitLine: { show: false },
    },
    yAxis: { ...axis, ...padded(levels, undefined, null), axisLabel: { ...axis.axisLabel, formatter: context.format } },
  };
  return drawChart(
    option,
    [marksOf(course, context), ...linesOf(course), hintsOf(course, context), changesOf(course, context)],
    SIZE,
  );
}

/** One line a stretch, so that nothing joins what is not comparable. */
function linesOf({ points: all, stretches }: Course): readonly Series[] {
  return stretches.map(({ from, to, environment }) => ({
    option: {
      type: 'line',
      data: all
        .slice(from, to + 1)
        .filter((point) => point.environment === environment)
        .map(toPair),
      symbol: to - from < MOST_HINTS ? 'circle' : 'none',
      symbolSize: 3,
      silent: true,
      clip: false,
      lineStyle: { color: BASELINE, width: 1, opacity: 0.6 },
      itemStyle: { color: BASELINE },
    },
  }));
}

/** The newest points tell their values; older ones are in the JSON beside the page. */
function hintsOf({ points: all }: Course, { format, linkTo }: CourseContext): Series {
  const newest = all.slice(-MOST_HINTS);
  return {
    option: points(newest.map(toPair), { symbolSize: 4.5, itemStyle: { color: BASELINE } }),
    hints: newest.map((point) => ({
      text: `${nameOf(point)}, ${point.at.slice(0, 10)}: ${format(point.level)}`,
      url: linkTo(point.commit),
    })),
  };
}

function changesOf({ points: all, changes }: Course, { format, linkTo }: CourseContext): Series {
  const at = changes.flatMap((change) => {
    const point = all[change.after];
    return point === undefined ? [] : [{ change, point }];
  });
  return {
    option: {
      ...points(
        at.map(({ point }) => toPair(point)),
        { symbol: 'diamond', symbolSize: 14 },
      ),
      data: at.map(({ point, change }) => ({ value: toPair(point), itemStyle: { color: colorOf(change) } })),
      z: 5,
    },
    hints: at.map(({ point, change }) => ({
      text: `${signed(change.change)} at ${nameOf(point)}, ${point.at.slice(0, 10)}: ${format(point.level)}`,
      url: linkTo(point.commit),
    })),
  };
}

function colorOf({ worse, accepted }: Course['changes'][number]): string {
  if (!worse) return 'var(--better)';
  return accepted === null ? 'var(--worse)' : 'var(--accepted)';
}

/** Bands and levels of the stretches, and upright lines where the environment changed or a release was made. */
function marksOf(course: Course, { releases }: CourseContext): Series {
  const { points: all, stretches, settings } = course;
  const timeOf = (place: number) => all[place]?.at;
  const areas = stretches.flatMap(({ from, to, band }) =>
    band === null
      ? []
      : [
          [
            { xAxis: timeOf(from), yAxis: band[0] },
            { xAxis: timeOf(to), yAxis: band[1] },
          ],
        ],
  );
  const levels = stretches
    .filter(({ from, to }) => to > from)
    .map(({ from, to, level }) => [{ coord: [timeOf(from), level] }, { coord: [timeOf(to), level] }]);
  const [first = '', last = ''] = [all[0]?.at, all.at(-1)?.at];
  const inside = releases.filter(({ at }) => at >= first && at <= last).slice(-MOST_MARKS);
  const upright = [
    ...settings
      .slice(-MOST_MARKS)
      .map(({ after, field }) => toUpright(timeOf(after), field, 'solid', 'var(--candidate)')),
    ...inside.map(({ at, tag }) => toUpright(at, tag, 'dotted', FAINT)),
  ];
  const levelLine = { color: BASELINE, width: 2, type: 'solid' };
  return {
    option: {
      type: 'line',
      data: [],
      silent: true,
      markArea: { silent: true, itemStyle: { color: BASELINE, opacity: 0.14 }, data: areas },
      markLine: {
        silent: true,
        symbol: 'none',
        animation: false,
        data: [...levels.map(([a, b]) => [{ ...a, lineStyle: levelLine, label: { show: false } }, b]), ...upright],
      },
    },
  };
}

function toUpright(at: string | undefined, words: string, type: string, color: string) {
  const shown = words.length > LONGEST_TAG ? `${words.slice(0, LONGEST_TAG - 1)}…` : words;
  const label = {
    ...LABEL,
    show: true,
    position: 'end',
    distance: 2,
    fontSize: 10,
    formatter: () => shown,
    color: FAINT,
  };
  return { xAxis: at, lineStyle: { color, type, width: 1 }, label };
}

function toPair({ at, level }: CoursePoint): readonly [number, number] {
  return [Date.parse(at), level];
}

function nameOf({ commit, at }: CoursePoint): string {
  return commit === null ? at.slice(0, 10) : shortSha(commit);
}

function signed(change: number): string {
  return `${change < 0 ? '−' : '+'}${(Math.abs(change) * 100).toFixed(1)} %`;
}
