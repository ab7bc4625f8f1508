// What version 0.1 recorded as `latency` of TensorFlow Lite's benchmark_model, read back under its true name.

import { describe, expect, it } from 'vitest';
import type { Environment } from '../../src/domain/device.ts';
import type { Values } from '../../src/domain/job.ts';
import { builtIn } from '../../src/domain/metric.ts';
import { decodeRecord, encodeRecord } from '../../src/formats/run-record.ts';
import { makeRun } from '../support/runs.ts';

function readBack(environment: Environment, values: Values): Values | undefined {
  const run = { ...makeRun({ environment }), jobs: [{ values }] };
  const { run: first, history } = decodeRecord(encodeRecord(run, [run]));
  expect(history[0]?.jobs).toEqual(first.jobs);
  return first.jobs[0]?.values;
}

const LOG = { tool: 'benchmark_model', device: 'board' };
const PHONE = { device: 'Google Pixel 8', os: 'Android 14', runtime: 'TensorFlow Lite', compute_unit: 'CPU' };

describe('a record of version 0.1', () => {
  it('of a log with a median has the log’s average as its latency', () => {
    const values = { latency: 12, latency_mean: 12.2, latency_median: 12, latency_p95: 13 };
    expect(readBack(LOG, values)).toEqual({ ...values, latency: 12.2 });
  });

  it('of a log without a median had the average already', () => {
    const values = { latency: 12.2, latency_mean: 12.2 };
    expect(readBack(LOG, values)).toEqual(values);
  });

  it('of an operator profile has no latency, but the sum of the operators', () => {
    expect(readBack(LOG, { latency: 9, layers_cpu: 3 })).toEqual({ latency_operators: 9, layers_cpu: 3 });
  });

  it('of a phone has no latency, but the sum of the operators', () => {
    const values = { latency: 9, latency_mean: 12.2, peak_memory: 40 };
    expect(readBack(PHONE, values)).toEqual({ latency_operators: 9, latency_mean: 12.2, peak_memory: 40 });
  });

  it('is not what tells its statistic: a log whose only number is its average keeps it as latency', () => {
    const metrics = [{ ...builtIn('latency'), statistic: 'mean' }];
    const run = { ...makeRun({ environment: LOG }), jobs: [{ values: { latency: 12.2 } }], metrics };
    expect(decodeRecord(encodeRecord(run, [])).run).toMatchObject({ jobs: [{ values: { latency: 12.2 } }], metrics });
  });

  it('of another tool stays as it is', () => {
    expect(readBack({ runtime: 'ONNX Runtime' }, { latency: 9, latency_mean: 9.5 })).toEqual({
      latency: 9,
      latency_mean: 9.5,
    });
  });
});

describe('a record written now', () => {
  it('is read as it was written', () => {
    const log = { latency: 12.2, latency_mean: 12.2, latency_median: 12 };
    expect(readBack(LOG, log)).toEqual(log);
    const phone = { latency: 12.2, latency_mean: 12.2, latency_operators: 9 };
    expect(readBack(PHONE, phone)).toEqual(phone);
    expect(readBack(LOG, { latency_operators: 9 })).toEqual({ latency_operators: 9 });
  });
});
