// Files that hold no measurement, or not the one they seem to: told, never taken for a number.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readResults } from '../../src/adapters/profiles/read-results.ts';
import type { ReadOptions } from '../../src/adapters/profiles/reader.ts';
import type { Metric } from '../../src/domain/metric.ts';

const read = (content: unknown, options?: ReadOptions) =>
  readResults('file', Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)), options);
const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'results', name), 'utf8');
const failureOf = (content: unknown) => read(content).benchmarks[0]?.failure;

describe('a log', () => {
  it.each([
    ['benchmark_model, killed after the warm-up', fixture('benchmark-model.log').split('count=82')[0]],
    ['benchmark_model with an error', `${fixture('benchmark-model.log')}ERROR: delegate failed\n`],
    ['two runs of benchmark_model', fixture('benchmark-model.log').repeat(2)],
    ['two runs of benchmark_app', fixture('openvino.log').repeat(2)],
    ['two runs of onnxruntime_perf_test', fixture('onnxruntime-perf-test.log').repeat(2)],
  ])('of %s is refused', (_, text) => {
    expect(() => read(text)).toThrow(/ends before|tells an error|holds 2 runs/);
  });

  it.each([
    ['benchmark_app, killed', fixture('openvino.log').split('[Step 11/11]')[0], /ends before the measurement/],
    [
      'benchmark_app with an error',
      fixture('openvino.log').replace('[ INFO ] Execution', '[ ERROR ] Lost the device\n[ INFO ] Execution'),
      /Lost the device/,
    ],
    ['onnxruntime_perf_test, killed', fixture('onnxruntime-perf-test.log').split('Total inference')[0], /ends before/],
    [
      'onnxruntime_perf_test without a request',
      fixture('onnxruntime-perf-test.log').replace('requests: 100', 'requests: 0'),
      /ends before/,
    ],
    [
      'LoadGen, INVALID',
      fixture('mlperf-log-summary.txt').replace('Result is : VALID', 'Result is : INVALID'),
      /INVALID/,
    ],
  ])('of %s is no measurement', (_, text, why) => {
    expect(failureOf(text)).toMatch(why);
    expect(read(text).benchmarks[0]?.readings).toEqual([]);
  });

  it('of an old build is read, and a footprint in other words is told', () => {
    const old = fixture('benchmark-model.log').replace(
      'Memory footprint delta from the start of the tool (MB): init=8.5 overall=41.25',
      'Peak memory footprint (MB): init=8.5 overall=41.25',
    );
    expect(read(old).benchmarks[0]?.readings.find(({ metric }) => metric.name === 'peak_memory')?.value).toBe(41.25);
    const other = old.replace('init=8.5 overall=41.25', 'about 41');
    expect(read(other).unread).toEqual(['its memory footprint']);
  });
});

describe('results of one name', () => {
  const row = (index: number, ms: number) => ({
    name: 'x',
    run_name: 'x',
    run_type: 'iteration',
    repetition_index: index,
    real_time: ms,
    time_unit: 'ms',
  });
  const command = (seconds: number, parameters?: object) => ({
    command: './run',
    mean: seconds,
    user: 0,
    system: 0,
    times: [seconds, seconds],
    ...(parameters === undefined ? {} : { parameters }),
  });

  it.each([
    ['Google Benchmark', { benchmarks: [row(0, 1), row(0, 2)] }],
    ['hyperfine', { results: [command(1), command(2)] }],
    ['pytest-benchmark', { machine_info: {}, benchmarks: [1, 2].map((median) => ({ name: 'a', stats: { median } })) }],
    ['custom JSON', [1, 2].map((value) => ({ name: 'a', unit: 'ms', value }))],
  ])('in a file of %s are an error', (_, content) => {
    expect(() => read(content)).toThrow(/named "/);
  });

  it('are told apart by the parameters in which they differ', () => {
    const results = [command(1, { threads: '1', batch: '8' }), command(2, { threads: '2', batch: '8' })];
    expect(read({ results }).benchmarks.map(({ name }) => name)).toEqual(['./run (threads=1)', './run (threads=2)']);
    const [test] = JSON.parse(fixture('llama-bench.json'));
    const names = read([test, { ...test, n_threads: 4 }]).benchmarks.map(({ name }) => name);
    expect(names).toEqual(['pp32 (n_threads=1)', 'pp32 (n_threads=4)']);
  });
});

describe('what was not measured', () => {
  const bench = (rows: readonly object[]) => ({
    benchmarks: rows.map((row) => ({ name: 'x', run_name: 'x', run_type: 'iteration', time_unit: 'ms', ...row })),
  });

  it('is no zero: skipped repetitions are left out', () => {
    const { benchmarks } = read(
      bench([
        { repetition_index: 0, real_time: 4 },
        { repetition_index: 1, real_time: 0, skipped: true, skip_message: 'hot' },
      ]),
    );
    expect(benchmarks[0]?.readings[0]?.value).toBe(4);
    expect(failureOf(bench([{ skipped: true, skip_message: 'no device', real_time: 0 }]))).toBe(
      'it was skipped: no device',
    );
    expect(failureOf(bench([{ error_occurred: true, error_message: 'no memory', real_time: 0 }]))).toBe(
      'it failed: no memory',
    );
    expect(failureOf(bench([{ real_time: 0 }]))).toBe('its latency is 0');
  });

  it('fails its own benchmark and no other', () => {
    const { benchmarks } = read(fixture('google-benchmark.json'));
    expect(benchmarks.map(({ name, failure }) => [name, failure])).toEqual([
      ['Infer/1000', undefined],
      ['Infer/8000', undefined],
      ['Skipped', 'it failed: no accelerator'],
      ['Odd', undefined],
    ]);
  });

  it('does not refuse the file where a counter is NaN', () => {
    const text =
      '{"benchmarks": [{"name": "x", "real_time": 2.0, "cpu_time": -nan, "time_unit": "ms", "odd": NaN, "far": Infinity}]}';
    expect(read(text).benchmarks[0]?.readings.map(({ metric, value }) => [metric.name, value])).toEqual([
      ['latency', 2],
    ]);
  });

  it('is told where it is a counter that nobody declared, and read where somebody did', () => {
    const accuracy: Metric = {
      name: 'accuracy',
      label: 'accuracy',
      unit: '%',
      direction: 'higher',
      kind: 'exact',
      gates: true,
    };
    expect(read(fixture('google-benchmark.json')).unread).toEqual(['the counter accuracy (declare it under metrics)']);
    const { benchmarks, unread } = read(fixture('google-benchmark.json'), { metrics: [accuracy] });
    expect(benchmarks[0]?.readings.find(({ metric }) => metric === accuracy)?.value).toBe(0.9);
    expect(unread).toEqual([]);
  });
});

describe('a direction that the file does not tell', () => {
  const content = [{ name: 'CPU Load', unit: 'Percent', value: 50 }];

  it('is asked for', () => {
    expect(() => read(content)).toThrow(
      /which way is better for "CPU Load"; declare it .*metrics: \{ cpu_load: \{ better: lower \} \}.*option "better"/,
    );
  });

  it('is taken from the configuration, with its unit', () => {
    const declared: Metric = {
      name: 'cpu_load',
      label: 'CPU load',
      unit: '%',
      direction: 'lower',
      kind: 'sampled',
      gates: false,
    };
    expect(read(content, { metrics: [declared] }).benchmarks[0]?.readings).toEqual([{ metric: declared, value: 50 }]);
    const other = { ...declared, unit: 'ms' };
    expect(() => read(content, { metrics: [other] })).toThrow('cpu_load is in "Percent", which is not ms');
  });

  it('is taken from the option, for both directions', () => {
    const direction = (better: 'lower' | 'higher') =>
      read(content, { metrics: [], better }).benchmarks[0]?.readings[0]?.metric.direction;
    expect([direction('lower'), direction('higher')]).toEqual(['lower', 'higher']);
  });

  it('is that of the built-in metric where the name and the unit are its own', () => {
    const entries = [
      { name: 'Latency', unit: 's', value: 0.012 },
      { name: 'Throughput', unit: 'FPS', value: 80 },
      { name: 'Accuracy', unit: 'ms', value: 3 },
    ];
    expect(read(entries).benchmarks[0]?.readings.map(({ metric, value }) => [metric.name, value, metric.unit])).toEqual(
      [
        ['latency', 12, 'ms'],
        ['throughput', 80, '/s'],
        ['accuracy_value', 3, 'ms'],
      ],
    );
  });

  it('of hostile words is no markup in a report', () => {
    const [benchmark] = read([{ name: '**x** [a](https://b.c) @me', unit: 'ms<script>', value: 1 }], {
      metrics: [],
      better: 'lower',
    }).benchmarks;
    expect(benchmark?.readings[0]?.metric).toMatchObject({ label: 'x a (https //b c) me', unit: 'ms script' });
  });
});

describe('a binary profile', () => {
  it('is told by what it holds, whatever its name', () => {
    const bytes = readFileSync(join(import.meta.dirname, 'results/op-profile.pb'));
    const readings = readResults('profile.bin', bytes).benchmarks[0]?.readings ?? [];
    expect(readings.find(({ metric }) => metric.name === 'latency_operators')?.value).toBe(1);
    expect(() => readResults('a.pb', bytes.subarray(0, 40))).toThrow('truncated');
  });
});

describe('a table', () => {
  it('may have quotes, line breaks and a log before it', () => {
    const text = 'building\nname,iterations,real_time,cpu_time,time_unit\n"a ""b"", c",10,2.5,2,ms\n';
    const [benchmark] = read(text).benchmarks;
    expect(benchmark?.name).toBe('a "b", c');
    expect(benchmark?.readings[0]?.value).toBe(2.5);
  });

  it('with a row that breaks off is none', () => {
    expect(() => read('name,iterations,real_time,cpu_time,time_unit\na,10,2.5\n')).toThrow('neither JSON nor');
  });
});

describe('JSON', () => {
  it('is found behind the lines of a log, and before them', () => {
    const text = `[INFO] building\n[WARN] slow disk\n${fixture('hyperfine.json')}\n[INFO] done\n`;
    expect(read(text)).toEqual(read(fixture('hyperfine.json')));
  });

  it('of one object a line may have log lines between, and is refused where a line breaks off', () => {
    const rows: readonly object[] = JSON.parse(fixture('llama-bench.json'));
    const lines = rows.map((row) => JSON.stringify(row));
    expect(read(lines.join('\nllama: loading\n'))).toEqual(read(rows));
    expect(() => read(`${lines[0]}\n${lines[1]?.slice(0, 90)}`)).toThrow('1 of 2 lines break off');
  });

  it('of a kind that is not known says what is', () => {
    expect(() => read([{ a: 1 }])).toThrow(
      /JSON or CSV of no known kind; known are: benchmark_model, .*pytest-benchmark/,
    );
  });
});
