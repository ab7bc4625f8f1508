// The page's charts, rendered to SVG. Colours are custom properties of the page, so that one drawing serves a dark and
// a light scheme. Each point tells its value to the pointer; a recorded run's point leads to its commit.

import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { shortSha } from '../../domain/run.ts';
import { median, quantile } from '../../domain/statistics.ts';
import type { Trace, TrendPoint } from '../../domain/trace.ts';
import { rangeOf } from '../sparkline.ts';
import { html } from './tags.ts';

use([LineChart, ScatterChart, GridComponent, SVGRenderer]);

const SIZE = { width: 400, height: 190 };
const FAINT = 'var(--rule)';
export const BASELINE = 'var(--baseline)';
const CANDIDATE = 'var(--candidate)';
export const LABEL = { color: 'var(--ink)', fontSize: 12, fontFamily: 'inherit' };

/** What a chart is told besides its values. */
export interface ChartContext {
  readonly unit: string;
  /** How much worse is allowed, as a fraction; the axis shows at least that much on both sides. */
  readonly limit: number | null;
  /** A value as readers see it. */
  readonly format: (value: number) => string;
  /** A commit's page; null where there is none. */
  readonly linkTo: (commit: string | null) => string | null;
}

/** What the pointer is told at a point, and where a click leads. */
interface Hint {
  readonly text: string;
  readonly url?: string | null;
}

export interface Series {
  readonly option: Readonly<Record<string, unknown>>;
  /** One for each value; none for what only decorates. */
  readonly hints?: readonly Hint[];
}

/** The jobs of both sides as points, each side's median as a bar and its middle half as a band. */
export function drawJobs(trace: Trace, context: ChartContext): string {
  const sides = [
    { name: 'baseline', values: trace.baseline, color: BASELINE },
    { name: 'candidate', values: trace.candidate, color: CANDIDATE },
  ].filter(({ values }) => values.length > 0);
  const all = sides.flatMap(({ values }) => values);
  return drawChart(
    {
      grid: { left: 76, right: 30, top: 10, bottom: 26 },
      xAxis: { ...valueAxis(context.unit), ...padded(all, centreOf(trace), context.limit) },
      yAxis: { ...categoryAxis(sides.map(({ name }) => name)), inverse: true },
    },
    sides.flatMap(({ name, values, color }, row) => [
      middleHalf(values, row, color),
      {
        option: points(
          values.map((value) => [value, row]),
          { symbolSize: 9, itemStyle: { color, opacity: 0.65 } },
        ),
        hints: values.map((value, index) => ({ text: `${name}, job ${index + 1}: ${context.format(value)}` })),
      },
      {
        option: points([[median(values), row]], { symbol: 'rect', symbolSize: [3, 34], itemStyle: { color } }),
        hints: [{ text: `${name}, median: ${context.format(median(values))}` }],
      },
    ]),
  );
}

function middleHalf(values: readonly number[], row: number, color: string): Series {
  const ends = [quantile(values, 0.25), quantile(values, 0.75)].map((value) => [value, row]);
  return {
    option: { type: 'line', data: ends, symbol: 'none', silent: true, lineStyle: { color, width: 20, opacity: 0.2 } },
  };
}

/** The recorded runs' levels, the noise band around them, and the candidate at the end. */
export function drawTrend({ trend, band, candidate, baseline }: Trace, context: ChartContext): string {
  const now = candidate.length > 0 ? median(candidate) : null;
  const labels = [...trend.map(labelOf), ...(now === null ? [] : ['candidate'])];
  const levels = trend.map(({ level }) => level);
  const all = [...levels, ...(now === null ? [] : [now]), ...(band ?? [])];
  const hints = trend.map((point) => ({
    text: `${labelOf(point)}, ${point.at.slice(0, 10)}: ${context.format(point.level)}${point.shifted ? ' (shift)' : ''}`,
    url: context.linkTo(point.commit),
  }));
  const shifted = trend.flatMap(({ shifted: moved, level }, index) => (moved ? [[index, level]] : []));
  return drawChart(
    {
      grid: { left: 8, right: 16, top: 24, bottom: 8 },
      xAxis: { ...categoryAxis(labels), axisLabel: { ...LABEL, rotate: 45, hideOverlap: true } },
      yAxis: { ...valueAxis(context.unit), ...padded(all, centreOf({ baseline, candidate: levels }), context.limit) },
    },
    [
      ...bandOf(band, labels.length),
      {
        option: { type: 'line', data: levels, symbol: 'circle', symbolSize: 7, clip: false, ...stroke(BASELINE) },
        hints,
      },
      {
        option: {
          ...points(shifted, { symbol: 'diamond', symbolSize: 13, itemStyle: { color: 'var(--worse)' } }),
          silent: true,
        },
      },
      ...(now === null
        ? []
        : [
            {
              option: points([[labels.length - 1, now]], { symbolSize: 12, itemStyle: { color: CANDIDATE } }),
              hints: [{ text: `candidate: ${context.format(now)}` }],
            },
          ]),
    ],
  );
}

function bandOf(band: Trace['band'], count: number): readonly Series[] {
  if (band === null) return [];
  const [low, high] = band;
  const across = (value: number) => Array.from({ length: count }, () => value);
  const edge = { type: 'line', symbol: 'none', silent: true, clip: false, lineStyle: { opacity: 0 }, stack: 'band' };
  const area = { areaStyle: { color: BASELINE, opacity: 0.18 } };
  return [{ option: { ...edge, data: across(low) } }, { option: { ...edge, ...area, data: across(high - low) } }];
}

/** Where the limit is shown around: the newest of the baseline, else what there is. */
function centreOf({ baseline, candidate }: Pick<Trace, 'baseline' | 'candidate'>): number | undefined {
  const values = baseline.length > 0 ? baseline : candidate;
  return values.length === 0 ? undefined : median(values);
}

export function padded(values: readonly number[], centre: number | undefined, limit: number | null) {
  const [low, high] = rangeOf(values, centre, limit);
  const margin = (high - low) * 0.08 || high * 0.05;
  const round = (value: number) => Number(value.toPrecision(4));
  return { min: round(Math.max(0, low - margin)), max: round(high + margin) };
}

/** One drawing as SVG; each series' hints at its points. */
export function drawChart(
  option: EChartsCoreOption,
  series: readonly Series[],
  size: { readonly width: number; readonly height: number } = SIZE,
): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  const drawn = series.map((one) => one.option);
  chart.setOption({ animation: false, backgroundColor: 'transparent', ...option, series: drawn });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return squeeze(addHints(svg, series));
}

/** A point's value as its title, and its commit as a link; keyboards reach the same in the page's tables. */
function addHints(svg: string, series: readonly Series[]): string {
  const point = /<path([^>]*) ecmeta_series_index="(\d+)" ecmeta_data_index="(\d+)"([^>]*)><\/path>/g;
  return svg.replace(point, (whole, before: string, place: string, index: string, after: string) => {
    const hint = series[Number(place)]?.hints?.[Number(index)];
    if (hint === undefined) return whole;
    const path = `<path${before}${after}>${html`<title>${hint.text}</title>`.text}</path>`;
    return hint.url == null ? path : `${html`<a href="${hint.url}" tabindex="-1">`.text}${path}</a>`;
  });
}

/** Leaves out what only a live chart needs: rules for the pointer, names of series, a size that the page gives. */
function squeeze(svg: string): string {
  return (
    svg
      .replace(/<(style|defs)[\s\S]*?<\/\1>/g, '')
      .replace(/^<svg[^>]*?viewBox=("[^"]*")[^>]*>/, '<svg viewBox=$1>')
      .replace(/<rect[^>]*fill="(none|transparent)"[^>]*><\/rect>/g, '')
      // What all letters have in common stands in the page's style.
      .replace(/ (dominant-baseline="central"|style="font-size:12px;[^"]*"|fill="var\(--ink\)")(?=[^<>]*>)/g, '')
      .replace(/ (class|clip-path|pointer-events|ecmeta_\w+|xml:space)="[^"]*"/g, '')
      .replace(/\d+\.\d{3,}(?=[^<>]*>)/g, (number) => String(Number(Number(number).toFixed(2))))
      .replace(/\n+/g, '\n')
  );
}

export function points(data: readonly (readonly number[])[], style: Readonly<Record<string, unknown>>) {
  return { type: 'scatter', data, clip: false, ...style };
}

function stroke(color: string) {
  return { lineStyle: { color, width: 2 }, itemStyle: { color } };
}

export function valueAxis(unit: string) {
  return {
    type: 'value',
    name: unit,
    nameLocation: 'end',
    nameTextStyle: LABEL,
    axisLabel: { ...LABEL, hideOverlap: true, showMinLabel: false, showMaxLabel: false },
    splitLine: { lineStyle: { color: FAINT } },
  };
}

function categoryAxis(data: readonly string[]) {
  return {
    type: 'category',
    data,
    axisLabel: LABEL,
    axisLine: { lineStyle: { color: FAINT } },
    axisTick: { show: false },
  };
}

function labelOf({ commit, at }: TrendPoint): string {
  return commit === null ? at.slice(0, 10) : shortSha(commit);
}
