// The reports that every rendering is looked at with: goldens, screenshots, the page in a browser.

import type { LayerChange } from '../../src/domain/layers.ts';
import type { Report, Subject } from '../../src/domain/report.ts';
import { makeReport, makeSubject, type SubjectChange } from './reports.ts';

export const LAYERS: readonly LayerChange[] = [
  { name: 'block1/spatial', operator: 'Conv', unit: 'CPU', baselineMs: 1.2, candidateMs: 2.8, differenceMs: 1.6 },
  { name: 'block4/new', operator: 'Softmax', unit: 'CPU', baselineMs: null, candidateMs: 0.3, differenceMs: 0.3 },
  { name: 'head', operator: 'Gemm', unit: 'CPU', baselineMs: 3.0, candidateMs: 3.001, differenceMs: 0.001 },
];

export const HOSTILE =
  'a|b `c` <img src=x onerror=alert(1)> @everyone #1 [x](http://evil) \u202Egnp.exe www.evil.example **bold**';

const WAIVER = {
  model: 'mobilenet_v2',
  metric: 'latency',
  ceiling: { unit: '%', value: 0.2 },
  until: '2026-12-31',
  reason: 'The new head; it is quantised next month.',
};

const PHONES = [
  'Xiaomi 14',
  'Samsung Galaxy S25',
  'Google Pixel 8',
  'Sony Xperia 5',
  'Motorola Edge 40',
  ...Array.from({ length: 25 }, (_, index) => `Test Phone ${index + 1}`),
];

/** By model, then by the phone's place among PHONES; all others are unchanged. */
const SPECIAL: Readonly<Record<string, Readonly<Record<number, SubjectChange>>>> = {
  detector: { 2: { latencies: [13.2, 13.3, 13.25] }, 3: { latencies: [11, 11.05, 10.95] } },
  'ranker-large': { 0: { latencies: [22.1, 22.3, 21.9], layers: LAYERS } },
  'ranker-small': { 4: { latencies: [], failure: 'no device in 30 min' } },
};

/** One of thirty devices × three models is much slower, a second one a little; one is faster, one never came. */
function makeFleet(): readonly Subject[] {
  return Object.entries(SPECIAL).flatMap(([model, special]) =>
    PHONES.map((device, index) => makeSubject({ latencies: [12.31], ...special[index], model, device })),
  );
}

/** A history so noisy that one job says little. */
const NOISY = [12.3, 13.4, 11.5, 12.9, 11.9, 13.1, 12.0, 12.6, 11.7, 12.4];

export const EXAMPLES: Readonly<Record<string, Report>> = {
  fleet: makeReport(makeFleet()),
  regression: makeReport([
    makeSubject({ latencies: [14, 14.1, 13.9], layers: LAYERS }),
    makeSubject({ device: 'Google Pixel 8', latencies: [], failure: 'no device in 30 min' }),
    makeSubject({ device: 'Sony Xperia 5', latencies: [11, 11.05, 10.95] }),
    makeSubject({ device: 'Motorola Edge 40' }),
  ]),
  'all-fine': makeReport([makeSubject({ latencies: [12.31] })]),
  inconclusive: makeReport([
    makeSubject({ latencies: [], failure: 'no device in 30 min' }),
    makeSubject({ device: 'Google Pixel 8', latencies: [12.31] }),
  ]),
  'not-settled': makeReport([makeSubject({ history: NOISY, latencies: [14.6, 11.9, 13.9, 12.4, 15.1, 12.3] })]),
  'not-shown': makeReport([
    makeSubject({ history: NOISY, latencies: [12.31] }),
    makeSubject({ device: 'Google Pixel 8', latencies: [12.31] }),
  ]),
  accepted: makeReport([
    makeSubject({ latencies: [14, 14.1, 13.9], policy: { waivers: [WAIVER] } }),
    makeSubject({ device: 'Google Pixel 8', latencies: [12.31] }),
  ]),
  improved: makeReport([
    makeSubject({ latencies: [8.6, 8.65, 8.55] }),
    makeSubject({ device: 'Google Pixel 8', latencies: [12.31] }),
  ]),
  'over-budget': makeReport([
    makeSubject({
      latencies: [12.6, 12.62, 12.58, 12.61, 12.59, 12.6],
      policy: { rules: [{ device: 'Samsung*', metric: 'latency', budget: 11.8 }] },
    }),
    makeSubject({ device: 'Google Pixel 8', latencies: [12.31], sizeBytes: 1182 }),
  ]),
  'two-hundred': makeReport(
    Array.from({ length: 200 }, (_, index) =>
      makeSubject({ device: `Phone ${index}`, latencies: index % 50 === 49 ? [14, 14.1, 13.9] : [12.31] }),
    ),
  ),
  'first-run': makeReport(
    [makeSubject({ withoutBaseline: true, latencies: [12.3] })],
    [{ code: 'no-baseline', facts: { model: 'mobilenet_v2', device: 'Samsung Galaxy S25', branch: 'main' } }],
  ),
  'hostile-names': makeReport(
    [
      makeSubject({
        model: HOSTILE,
        device: HOSTILE,
        latencies: [14, 14.1, 13.9],
        layers: [{ ...LAYERS[0], name: HOSTILE, operator: HOSTILE } as LayerChange],
        policy: {
          waivers: [{ metric: 'model_size', ceiling: { unit: '%', value: 0.5 }, until: '2026-12-31', reason: HOSTILE }],
        },
        sizeBytes: 1300,
      }),
    ],
    [{ code: 'job-failed', facts: { device: HOSTILE, model: HOSTILE, why: HOSTILE } }],
  ),
};
