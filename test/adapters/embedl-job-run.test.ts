// A job as it was logged on the hub, read back as evidence of an earlier attempt.

import { describe, expect, it } from 'vitest';
import { fromJobRun, toJobPatch } from '../../src/adapters/embedl/job-run.ts';
import { STATISTIC_TAG } from '../../src/adapters/embedl/run-facts.ts';
import type { RunDetail } from '../../src/adapters/embedl/schema.ts';
import type { Values } from '../../src/domain/job.ts';

/** The run that logging these values makes. */
function logged(values: Values, tags: RunDetail['tags'] = [{ name: STATISTIC_TAG, value: 'average' }]): RunDetail {
  const measurement = { kind: 'job', job: { values }, environment: {}, findings: [] } as const;
  const { metrics = [] } = toJobPatch(measurement, 'phone');
  return {
    id: '1',
    name: 'job',
    status: 'FINISHED',
    parentRunId: null,
    metrics: [...metrics],
    params: [],
    tags,
  } as never;
}

describe('a job on the hub', () => {
  it('is read with the values that were logged', () => {
    const values = { latency: 12, load_time: 3, tokens_per_second: 80 };
    expect(fromJobRun(logged(values))).toEqual({ values });
  });

  it('without a latency keeps its other metrics', () => {
    const values = { tokens_per_second: 80, ttft: 120 };
    expect(fromJobRun(logged(values))).toEqual({ values });
  });

  it('with a latency of 0 has none, and with nothing else is none', () => {
    expect(fromJobRun(logged({ latency: 0, energy: 5 }))).toEqual({ values: { energy: 5 } });
    expect(fromJobRun(logged({ latency: 0 }))).toBeUndefined();
    expect(fromJobRun(logged({}))).toBeUndefined();
  });

  it('of version 0.1 has the sum over the operators', () => {
    expect(fromJobRun(logged({ latency: 12 }, []))).toEqual({ values: { latency_operators: 12 } });
  });
});
