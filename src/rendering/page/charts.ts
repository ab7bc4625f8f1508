// The page's charts, rendered to SVG. Colours are custom properties of the page, so that one drawing serves a dark and
// a light scheme.

import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { LayerChange } from '../../domain/layers.ts';
import { median } from '../../domain/statistics.ts';
import type { Trace, TrendPoint } from '../../domain/trace.ts';
import { INVISIBLE } from '../escape.ts';

use([BarChart, LineChart, ScatterChart, GridComponent, SVGRenderer]);

const WIDTH = 460;
const HEIGHT = 180;
const ROW = 20;
const INK = 'var(--ink)';
const FAINT = 'var(--rule)';
const BASELINE = 'var(--baseline)';
const CANDIDATE = 'var(--candidate)';
const LABEL = { color: INK, fontSize: 11, fontFamily: 'inherit' };
const LONGEST_LABEL = 24;
/** Nothing reacts to the pointer, nothing needs to be cut off. */
const PLAIN = { silent: true, clip: false };

/** The jobs of both sides as points, each side's median as a bar across them. */
export function drawJobs(trace: Trace, unit: string): string {
  const sides = [
    { values: trace.baseline, color: BASELINE },
    { values: trace.candidate, color: CANDIDATE },
  ].filter(({ values }) => values.length > 0);
  const names = [
    ...(trace.baseline.length > 0 ? ['baseline'] : []),
    ...(trace.candidate.length > 0 ? ['candidate'] : []),
  ];
  return draw({
    grid: { left: 76, right: 30, top: 10, bottom: 26 },
    xAxis: { ...valueAxis(unit), scale: true },
    yAxis: { ...categoryAxis(names), inverse: true },
    series: sides.flatMap(({ values, color }, row) => [
      points(
        values.map((value) => [value, row]),
        { symbolSize: 9, itemStyle: { color, opacity: 0.65 } },
      ),
      points([[median(values), row]], { symbol: 'rect', symbolSize: [3, 34], itemStyle: { color } }),
    ]),
  });
}

/** The recorded runs' levels, the noise band around them, and the candidate at the end. */
export function drawTrend({ trend, band, candidate }: Trace, unit: string): string {
  const labels = [...trend.map(labelOf), ...(candidate.length > 0 ? ['candidate'] : [])];
  const [low, high] = band ?? [0, 0];
  const across = (value: number) => labels.map(() => value);
  const edge = { type: 'line', symbol: 'none', ...PLAIN, lineStyle: { opacity: 0 }, stack: 'band' };
  return draw({
    grid: { left: 8, right: 16, top: 10, bottom: 8 },
    xAxis: { ...categoryAxis(labels), axisLabel: { ...LABEL, rotate: 45, hideOverlap: true } },
    yAxis: { ...valueAxis(unit), scale: true },
    series: [
      ...(band === null
        ? []
        : [
            { ...edge, data: across(low) },
            { ...edge, data: across(high - low), areaStyle: { color: BASELINE, opacity: 0.18 } },
          ]),
      { type: 'line', data: trend.map(({ level }) => level), symbol: 'circle', ...PLAIN, ...stroke(BASELINE) },
      points(
        trend.flatMap(({ shifted, level }, index) => (shifted ? [[index, level]] : [])),
        { symbol: 'diamond', symbolSize: 12, itemStyle: { color: 'var(--worse)' } },
      ),
      ...(candidate.length > 0
        ? [points([[labels.length - 1, median(candidate)]], { symbolSize: 11, itemStyle: { color: CANDIDATE } })]
        : []),
    ],
  });
}

/** The layers that changed most, each as two bars: before and after. */
export function drawLayers(layers: readonly LayerChange[]): string {
  const bars = (color: string, values: readonly number[]) => ({
    type: 'bar',
    silent: true,
    data: values,
    itemStyle: { color },
    barGap: '0%',
  });
  return draw(
    {
      grid: { left: 8, right: 16, top: 4, bottom: 26 },
      xAxis: valueAxis('ms'),
      yAxis: { ...categoryAxis(layers.map(({ name }) => shorten(name))), inverse: true },
      series: [
        bars(
          BASELINE,
          layers.map(({ baselineMs }) => baselineMs ?? 0),
        ),
        bars(
          CANDIDATE,
          layers.map(({ candidateMs }) => candidateMs ?? 0),
        ),
      ],
    },
    44 + layers.length * ROW,
  );
}

function draw(option: EChartsCoreOption, height: number = HEIGHT): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  chart.setOption({ animation: false, backgroundColor: 'transparent', ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return squeeze(svg);
}

/** Leaves out what only a live chart needs: rules for the pointer, names of series, a size that the page gives. */
function squeeze(svg: string): string {
  return svg
    .replace(/<(style|defs)[\s\S]*?<\/\1>/g, '')
    .replace(/^<svg[^>]*?viewBox=("[^"]*")[^>]*>/, '<svg viewBox=$1>')
    .replace(/<rect[^>]*fill="(none|transparent)"[^>]*><\/rect>/g, '')
    .replace(/ (class|clip-path|pointer-events|ecmeta_\w+|xml:space)="[^"]*"/g, '')
    .replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))))
    .replace(/\n+/g, '\n');
}

function points(data: readonly (readonly number[])[], style: Readonly<Record<string, unknown>>) {
  return { type: 'scatter', data, ...PLAIN, ...style };
}

function stroke(color: string) {
  return { lineStyle: { color, width: 2 }, itemStyle: { color } };
}

function valueAxis(unit: string) {
  return {
    type: 'value',
    name: unit,
    nameLocation: 'end',
    nameTextStyle: LABEL,
    axisLabel: { ...LABEL, hideOverlap: true },
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
  return commit?.slice(0, 7) ?? at.slice(0, 10);
}

function shorten(name: string): string {
  const letters = [...name.replaceAll(INVISIBLE, ' ')];
  return letters.length <= LONGEST_LABEL ? letters.join('') : `…${letters.slice(1 - LONGEST_LABEL).join('')}`;
}
