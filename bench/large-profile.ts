// Two profiles of 20,000 layers: read from the text of their records, compared, drawn into comment and page.

import { performance } from 'node:perf_hooks';
import { compareLayers } from '../src/domain/layers.ts';
import { median } from '../src/domain/statistics.ts';
import { decodeRecord, encodeRecord } from '../src/formats/run-record.ts';
import { renderBody } from '../src/rendering/body.ts';
import { renderPage } from '../src/rendering/page/page.ts';
import { makeReport, makeSubject } from '../test/support/reports.ts';
import { makeRun } from '../test/support/runs.ts';
import { atMost, milliseconds, type Row } from './row.ts';

const LAYERS = 20_000;
const ROUNDS = 7;

export function measureLargeProfile(): readonly Row[] {
  const baseline = recordOf(1);
  const candidate = recordOf(1.5);
  const rounds = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    const layers = compareLayers(decodeRecord(baseline).run.layers, decodeRecord(candidate).run.layers);
    const report = makeReport([makeSubject({ latencies: [18, 18.1, 17.9], layers })]);
    renderBody(report, 65_536);
    renderPage(report);
    return performance.now() - started;
  });
  return [
    atMost(`two profiles of ${LAYERS} layers: read, compared, drawn`, 'time', [median(rounds), 500], milliseconds),
  ];
}

function recordOf(factor: number): string {
  const layers = Array.from({ length: LAYERS }, (_, index) => ({
    name: `features/block_${index}/expand/Conv2D`,
    operator: 'Conv',
    unit: 'CPU',
    timeMs: factor / (index + 1),
  }));
  return encodeRecord({ ...makeRun({ latencies: [12] }), layers }, []);
}
