// From one file that another tool wrote to one job, whichever of the known tools it was.

import type { Job, Layer, Values } from '../../domain/job.ts';
import { describeIssues } from '../../formats/issues.ts';
import { readBenchmarkLog } from '../profiles/benchmark-log.ts';
import { fromGoogleBenchmark, GoogleBenchmark } from '../profiles/google-benchmark.ts';
import { fromHyperfine, Hyperfine } from '../profiles/hyperfine.ts';
import { countLayers, sumOperators } from '../profiles/layer-values.ts';
import { valuesOfLog } from '../profiles/log-values.ts';
import { fromOnnxProfile, runsOfOnnxProfile } from '../profiles/onnx-profile.ts';
import { decodeOpProfile } from '../profiles/op-profile.ts';
import { JOB_SCHEMA, OwnJob } from '../profiles/own-job.ts';

/** What one file tells. */
export interface FileResult {
  readonly tool: string;
  readonly job: Job;
  readonly layers: readonly Layer[];
  readonly environment: Readonly<Record<string, string>>;
}

export const KNOWN_FORMATS =
  'TensorFlow Lite benchmark_model logs and op profiles (.pb), ONNX Runtime profiles, Google Benchmark JSON, ' +
  `hyperfine JSON, ${JOB_SCHEMA}`;

/** Throws an Error whose message says what is wrong with the file. */
export function readResultFile(name: string, bytes: Buffer, benchmark: string | undefined): FileResult {
  const result = readAny(name, bytes, benchmark);
  const { latency } = result.job.values;
  if (latency !== undefined && !(latency > 0)) throw new Error('its latency is 0');
  return result;
}

function readAny(name: string, bytes: Buffer, benchmark: string | undefined): FileResult {
  if (bytes.length === 0) throw new Error('it is empty');
  if (name.endsWith('.pb')) return fromOpProfile(bytes);
  const text = bytes.toString('utf8');
  const json = parseJson(text);
  return json === undefined ? fromLog(text) : fromJson(json, text, benchmark);
}

function fromJson(json: unknown, text: string, benchmark: string | undefined): FileResult {
  if (Array.isArray(json)) return fromProfile(text);
  if (has(json, 'benchmarks')) {
    const values = fromGoogleBenchmark(check(GoogleBenchmark, json), benchmark);
    return toResult('Google Benchmark', { values });
  }
  if (has(json, 'results')) return toResult('hyperfine', fromHyperfine(check(Hyperfine, json), benchmark));
  if (has(json, 'schema')) {
    const { metrics, layers, environment } = check(OwnJob, json);
    return { tool: JOB_SCHEMA, job: { values: metrics as Values }, layers, environment };
  }
  throw new Error(`it is JSON of no known kind; known are: ${KNOWN_FORMATS}`);
}

/** One profile covers one session: the median of its runs, and what each layer took in them. */
function fromProfile(text: string): FileResult {
  const runs = runsOfOnnxProfile(text);
  if (runs === undefined) throw new Error('the ONNX Runtime profile holds no run of a model');
  const layers = fromOnnxProfile(text);
  return { ...toResult('ONNX Runtime', { values: { ...runs, ...countLayers(layers) } }), layers };
}

/** A profile without a log tells how long the operators took, not how long the model did. */
function fromOpProfile(bytes: Buffer): FileResult {
  const layers = decodeOpProfile(bytes);
  return { ...toResult('benchmark_model', { values: { ...sumOperators(layers), ...countLayers(layers) } }), layers };
}

function fromLog(text: string): FileResult {
  if (!/nference timings in us|\bcount=\d|Running benchmark|\bERROR: /.test(text)) {
    throw new Error(`it is neither JSON nor a log with timings; known are: ${KNOWN_FORMATS}`);
  }
  return toResult('benchmark_model', { values: valuesOfLog(readBenchmarkLog(text)) });
}

function toResult(tool: string, job: Job): FileResult {
  return { tool, job, layers: [], environment: {} };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/^\s*[[{]/.test(text)) return undefined;
    throw new Error(`it is broken JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function has(json: unknown, key: string): boolean {
  return typeof json === 'object' && json !== null && key in json;
}

function check<T>(
  schema: {
    safeParse: (
      value: unknown,
    ) => { success: true; data: T } | { success: false; error: Parameters<typeof describeIssues>[0] };
  },
  json: unknown,
): T {
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new Error(describeIssues(parsed.error));
  return parsed.data;
}
