// What phones leave behind: logs of several TensorFlow versions, operator profiles, hostile archives.

import { describe, expect, it } from 'vitest';
import { readResult } from '../../src/adapters/embedl/result.ts';
import { parseBenchmarkLog, readBenchmarkLog } from '../../src/adapters/profiles/benchmark-log.ts';
import { decodeOpProfile } from '../../src/adapters/profiles/op-profile.ts';
import { encodeProfile, writeLog } from '../servers/embedl-hub/protobuf.ts';
import { zipFiles } from '../servers/zip.ts';

/** Two operators, CONV_2D of 1,234 µs and SOFTMAX of 18 µs, as TensorFlow wrote them. */
const SAMPLE =
  'ChwvZGF0YS9sb2NhbC90bXAvbW9kZWwudGZsaXRlGo4BCosBCg1QcmltYXJ5IGdyYXBoEAAaOgoHQ09OVl8yRBIVCNsJENIJGNIJMM8JOOYJQITiA0gyIAEqFG1vZGVsL2NvbnYxL0NvbnYyRDowMAAaPAoHU09GVE1BWBIPCBsQEhgSMA84JkCEB0gyIAEqHFN0YXRlZnVsUGFydGl0aW9uZWRDYWxsOjA6MzEwAQ==';

describe('parseBenchmarkLog', () => {
  const lines = [
    'count=337 first=2881 curr=2703 min=2605 max=20356 avg=2942.27 std=1190 p5=2647 median=2781 p95=3169',
    'Inference timings in us: Init: 6395, First inference: 2761, Warmup (avg): 3243.58, Inference (avg): 2942.27',
    'Memory footprint delta from the start of the tool (MB): init=39.4531 overall=40.8281',
  ];
  const expected = {
    count: 337,
    minMs: 2.605,
    maxMs: 20.356,
    medianMs: 2.781,
    p95Ms: 3.169,
    initMs: 6.395,
    firstInferenceMs: 2.761,
    overallMemoryMb: 40.8281,
  };

  it.each([
    ['plain', (line: string) => line],
    ['INFO:', (line: string) => `INFO: ${line}`],
    ['logcat', (line: string) => `11-21 09:00:00.123  1234  1234 I tflite  : ${line}`],
    ['with Windows line ends', (line: string) => `${line}\r`],
  ])('reads lines that are %s', (_title, dress) => {
    const log = parseBenchmarkLog(lines.map(dress).join('\n'));
    for (const [name, value] of Object.entries(expected)) expect(log[name as keyof typeof log]).toBeCloseTo(value, 6);
  });

  it('takes the last count line, the first being the warm-up', () => {
    const log = parseBenchmarkLog(
      'count=50 first=9 curr=9 min=9 max=9 avg=9\ncount=100 first=5 curr=5 min=5 max=5 avg=5 std=0',
    );
    expect(log).toMatchObject({ count: 100, meanMs: 0.005 });
  });

  it('reads exponents', () => {
    expect(
      parseBenchmarkLog('count=3 first=1.1e+06 curr=1 min=9.8e+05 max=1.2E6 avg=1.04176e+06 std=2e+03'),
    ).toMatchObject({ meanMs: 1041.76, maxMs: 1200 });
  });

  it('leaves out what older builds do not print, and memory that is 0', () => {
    const log = parseBenchmarkLog(
      'count=10 first=5 curr=5 min=5 max=5 avg=5 std=0\nMemory footprint delta from the start of the tool (MB): init=0 overall=0',
    );
    expect(log.medianMs).toBeUndefined();
    expect(log.overallMemoryMb).toBeUndefined();
  });

  it('reads the average and the memory of older builds', () => {
    const of = (line: string) => parseBenchmarkLog(line);
    expect(of('Average inference timings in us: Warmup: 81838, Init: 4132, no stats: 80943')).toMatchObject({
      inferenceMs: expect.closeTo(80.943, 6),
    });
    expect(of('Average inference timings in us: Warmup: 81838, Init: 4132, Inference: 80943')).toMatchObject({
      inferenceMs: expect.closeTo(80.943, 6),
      initMs: expect.closeTo(4.132, 6),
    });
    expect(of('INFO: Peak memory footprint (MB): init=1.4 overall=8.25').overallMemoryMb).toBe(8.25);
  });

  it('finds nothing in nothing', () => {
    expect(parseBenchmarkLog('')).toEqual({});
  });
});

describe('readBenchmarkLog', () => {
  const whole = writeLog(1000, 40);

  it('takes "Inference (avg)" for the latency, beside the median', () => {
    expect(readBenchmarkLog(whole)).toMatchObject({ inferenceMs: 1.01, medianMs: 1 });
  });

  it.each([
    ['ends after its warm-up', whole.split('\n').slice(0, 2).join('\n'), 'ends before the measurement'],
    ['broke off before its last lines', whole.split('\n').slice(0, 3).join('\n'), 'ends before the measurement'],
    ['tells an error', `${whole}ERROR: Failed to apply GPU delegate.\n`, 'tells an error: Failed to apply GPU'],
    ['holds two runs', whole + whole, 'holds 2 runs; one file is one job'],
    ['tells a zero', whole.replace(/Inference \(avg\): \d+/, 'Inference (avg): 0'), 'of 0'],
  ])('refuses a log that %s', (_title, text, message) => {
    expect(() => readBenchmarkLog(text)).toThrow(message);
  });
});

describe('decodeOpProfile', () => {
  const sample = Buffer.from(SAMPLE, 'base64');

  it('reads a profile that TensorFlow wrote', () => {
    expect(decodeOpProfile(sample)).toEqual([
      { name: 'model/conv1/Conv2D:0', operator: 'CONV_2D', unit: 'CPU', timeMs: 1.234 },
      { name: 'StatefulPartitionedCall:0:31', operator: 'SOFTMAX', unit: 'CPU', timeMs: 0.018 },
    ]);
  });

  it('counts an operator for the unit that its delegate runs on', () => {
    const profile = encodeProfile([
      { name: 'a', type: 'TfLiteGpuDelegateV2', averageUs: 1 },
      { name: 'b', type: 'TfLiteNnapiDelegate', averageUs: 1 },
      { name: 'c', type: 'CONV_2D', averageUs: 1 },
      { name: 'Delegate/Convolution:0', type: 'CONV_2D', averageUs: 1 },
      { name: 'd', type: 'INPUT_COPY', averageUs: 1 },
    ]);
    const units = (onGpu: boolean) => decodeOpProfile(profile, onGpu).map(({ unit }) => unit);
    expect(units(false)).toEqual(['GPU', 'NPU', 'CPU', 'CPU', 'CPU']);
    expect(units(true)).toEqual(['GPU', 'NPU', 'CPU', 'GPU', 'CPU']);
  });

  it('adds up several subgraphs, and leaves delegates out: they profile the same operators again', () => {
    const one = encodeProfile([{ name: 'a', type: 'ADD', averageUs: 5 }]);
    expect(decodeOpProfile(Buffer.concat([one, one]))).toHaveLength(2);
    const delegate = Buffer.from([0x1a, 0x0c, 0x12, 0x0a, 0x0a, 0x01, 0x64, 0x12, 0x05, 0x0a, 0x03, 0x41, 0x44, 0x44]);
    expect(decodeOpProfile(Buffer.concat([one, delegate]))).toHaveLength(1);
  });

  it('refuses every prefix that cuts an operator, and every flipped byte ends in an answer or an error', () => {
    for (let length = 0; length < sample.length; length += 1) {
      expect(() => decodeOpProfile(sample.subarray(0, length))).toThrow();
    }
    for (let index = 0; index < sample.length; index += 1) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const bytes = Buffer.from(sample);
        bytes[index] = (bytes[index] ?? 0) ^ flip;
        expect(answer(() => decodeOpProfile(bytes))).toMatch(/answer|error/);
      }
    }
  });
});

describe('readResult', () => {
  const log = { name: 'x/tflite-logs.txt', content: Buffer.from(writeLog(1000, 40)) };
  const profile = {
    name: 'y/z/tflite-op-profile.pb',
    content: encodeProfile([{ name: 'conv', type: 'CONV_2D', averageUs: 1000 }]),
  };

  it('gates the log’s average; median and operators’ sum are metrics of their own', async () => {
    const { job } = await readResult(zipFiles([log, profile]));
    expect(job.values).toMatchObject({
      latency: 1.01,
      latency_median: 1,
      latency_operators: 1,
      peak_memory: 40,
      layers_cpu: 1,
    });
    expect(job.iterations).toMatchObject({ count: 150 });
  });

  it.each([
    ['empty', () => Buffer.alloc(0), 'the result is empty'],
    ['without a log', () => zipFiles([profile]), 'holds no tflite-logs.txt'],
    ['without a profile', () => zipFiles([log]), 'holds no tflite-op-profile.pb'],
    [
      'with an empty profile',
      () => zipFiles([log, { ...profile, content: Buffer.alloc(0) }]),
      'holds no tflite-op-profile.pb',
    ],
    [
      'with a profile of zeros',
      () => zipFiles([log, { ...profile, content: encodeProfile([{ name: 'a', type: 'A', averageUs: 0 }]) }]),
      'holds no time',
    ],
    ['with a bomb', () => zipFiles([{ ...log, content: Buffer.alloc(100 << 20) }, profile]), 'suspiciously much'],
  ])('is a failed job where the archive is %s', async (_title, make, message) => {
    await expect(readResult(make())).rejects.toThrow(message);
  });

  it('answers every damaged archive with an error or a result, never with a hang', async () => {
    const whole = zipFiles([log, profile]);
    for (let index = 0; index < whole.length; index += 7) {
      const bytes = Buffer.from(whole);
      bytes[index] = (bytes[index] ?? 0) ^ 0xff;
      await readResult(bytes).then(
        ({ job }) => expect(job.values['latency']).toBeGreaterThan(0),
        (error: unknown) => expect(error).toBeInstanceOf(Error),
      );
    }
  });
});

function answer(work: () => unknown): string {
  try {
    work();
    return 'answer';
  } catch {
    return 'error';
  }
}
