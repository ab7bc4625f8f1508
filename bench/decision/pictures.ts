// The pictures of docs/decision.md, drawn from the same draws and histories as its tables.

import { LineChart, ScatterChart } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TitleComponent,
} from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { compareSeries } from '../../src/decision/compare-series.ts';
import { planLooks } from '../../src/decision/looks.ts';
import { pooledNoise } from '../../src/decision/noise.ts';
import { median } from '../../src/domain/statistics.ts';
import { draw, MOST_JOBS, seeded } from './draws.ts';
import type { Window } from './histories.ts';
import { playGates } from './play.ts';
import { REFERENCE_RULES } from './reference-rules.ts';

use([
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TitleComponent,
  SVGRenderer,
]);

/** Told apart by people who see few colours (Okabe & Ito 2008). */
const COLOURS = ['#0072b2', '#009e73', '#d55e00', '#e69f00', '#56b4e9', '#cc79a7'];
const SIZE = { width: 760, height: 420 };
const GATES = 2000;
const CV = 0.1;
const STEP = 0.05;
const STEPS = 17;
const SHOWN_RULES = ['ratio 1.1', 'ratio 1.5', 't-test 0.98', 'IQR fence', 'median of six'];

/** How often a gate fails as the true change grows, at a between-job CV of 10 %. */
export function drawOperatingCurve(seed: number): string {
  const changes = Array.from({ length: STEPS }, (_, index) => index * STEP);
  const own = changes.map((change) => {
    const setting = { world: 'steady', cv: CV, change } as const;
    return playGates(seeded(seed + 7), setting, GATES, { effort: 'normal' }).failed;
  });
  const others = REFERENCE_RULES.filter(({ name }) => SHOWN_RULES.includes(name)).map((rule) => ({
    name: rule.name,
    shares: changes.map((change) => {
      const random = seeded(seed + 7);
      const draws = Array.from({ length: GATES }, () => draw(random, { world: 'steady', cv: CV, change }));
      return draws.filter((one) => rule.score(one) > rule.threshold).length / GATES;
    }),
  }));
  const toLine = (name: string, shares: readonly number[], width: number) => ({
    type: 'line',
    name,
    showSymbol: false,
    lineStyle: { width },
    data: shares.map((share, index) => [100 * (changes[index] ?? 0), 100 * share]),
  });
  return render({
    title: { text: 'How often a gate fails, by the true change (CV 10 %)', top: 6, textStyle: { fontSize: 14 } },
    legend: { top: 34 },
    grid: { top: 82, left: 60, right: 24, bottom: 46 },
    xAxis: { type: 'value', name: 'true change, %', nameLocation: 'middle', nameGap: 28 },
    yAxis: { type: 'value', name: 'failed, %', max: 100 },
    series: [toLine('Latency Gate', own, 4), ...others.map(({ name, shares }) => toLine(name, shares, 1.5))],
  });
}

/** One published window with its noise band, and what six jobs of an unchanged and of a slower candidate look like. */
export function drawHistory(windows: readonly Window[]): string {
  const chosen = windows.find(isTelling);
  if (chosen === undefined) throw new Error('no window shows what the picture is for');
  const { metric, history, candidate } = chosen;
  const slower = candidate.map((value) => value * 1.2);
  const level = median(history);
  const { sd } = pooledNoise([{ values: history.map(Math.log) }]);
  const band = [level * Math.exp(-2 * sd), level * Math.exp(2 * sd)] as const;
  const toPoints = (name: string, values: readonly number[], first: number, symbol: string) => ({
    type: 'scatter',
    name,
    symbol,
    symbolSize: 9,
    data: values.map((value, index) => [first + index, value]),
  });
  const all = [...history, ...candidate, ...slower, ...band];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const margin = 0.1 * (high - low);
  return render({
    title: { text: `${metric.name}: code that never changed`, top: 6, textStyle: { fontSize: 14 } },
    legend: { top: 34 },
    grid: { top: 82, left: 60, right: 24, bottom: 46 },
    xAxis: { type: 'value', name: 'job', nameLocation: 'middle', nameGap: 28, min: 0, max: 17 },
    yAxis: {
      type: 'value',
      name: metric.unit,
      min: Math.floor(low - margin),
      max: Math.ceil(high + margin),
    },
    series: [
      {
        ...toPoints('baseline jobs', history, 1, 'circle'),
        markArea: {
          silent: true,
          itemStyle: { color: 'rgba(84,112,198,.15)' },
          data: [[{ yAxis: band[0] }, { yAxis: band[1] }]],
        },
        markLine: {
          silent: true,
          symbol: 'none',
          data: [{ yAxis: level, label: { formatter: 'level', position: 'insideEndTop' } }],
        },
      },
      toPoints('candidate, unchanged: passes', candidate, 11, 'diamond'),
      toPoints('candidate, 20 % slower: fails', slower, 11, 'triangle'),
    ],
  });
}

/** A window with a stray value that the 1.1 ratio would have accused, that passes, and that fails when 20 % slower. */
function isTelling({ metric, history, candidate }: Window): boolean {
  const policy = {
    maxRegression: [{ unit: '%', value: 0.05 }],
    minChange: [],
    plan: planLooks('job', undefined, MOST_JOBS),
  };
  const verdictOf = (values: readonly number[]) =>
    compareSeries({ metric, history, candidate: values }, policy).verdict;
  const ratio = (candidate[0] ?? 0) / (history.at(-1) ?? 1);
  return (
    metric.direction === 'lower' &&
    ratio > 1.1 &&
    verdictOf(candidate) !== 'regressed' &&
    verdictOf(candidate.map((value) => value * 1.2)) === 'regressed'
  );
}

function render(option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  chart.setOption({ animation: false, backgroundColor: '#ffffff', color: COLOURS, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
