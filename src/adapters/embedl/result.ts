// From the archive a phone left behind to a job. What is missing, empty or unreadable is a failed job with a reason,
// never a zero.

import type { Job, Layer, Values } from '../../domain/job.ts';
import { readZipEntries } from '../files/unzip.ts';
import { type BenchmarkLog, parseBenchmarkLog } from '../profiles/benchmark-log.ts';
import { decodeOpProfile } from '../profiles/op-profile.ts';

const LOG_FILE = 'tflite-logs.txt';
const PROFILE_FILE = 'tflite-op-profile.pb';

/** What one job left: its values and layers, and the files themselves for the hub's run. */
export interface JobResult {
  readonly job: Job;
  readonly layers: readonly Layer[];
  readonly log: BenchmarkLog;
  readonly files: ReadonlyMap<string, Buffer>;
}

const LARGEST_FILE = 64 << 20;

/** Throws an Error whose message says which file is missing or unreadable. */
export async function readResult(archive: Buffer): Promise<JobResult> {
  if (archive.length === 0) throw new Error('the result is empty: the job failed on the device');
  const files = await readZipEntries(archive, [LOG_FILE, PROFILE_FILE], LARGEST_FILE);
  const profile = files.get(PROFILE_FILE);
  const text = files.get(LOG_FILE);
  if (profile === undefined || profile.length === 0)
    throw new Error(`the result holds no ${PROFILE_FILE}: the job failed on the device`);
  if (text === undefined || text.length === 0)
    throw new Error(`the result holds no ${LOG_FILE}: the job failed on the device`);
  const layers = decodeOpProfile(profile);
  const log = parseBenchmarkLog(text.toString('utf8'));
  const latency = layers.reduce((sum, layer) => sum + layer.timeMs, 0);
  if (!(latency > 0)) throw new Error('the operator profile holds no time');
  return { job: toJob(latency, layers, log), layers, log, files };
}

/** The gated latency is the official client's: the sum of the operators' averages. */
function toJob(latency: number, layers: readonly Layer[], log: BenchmarkLog): Job {
  const measured: Readonly<Record<string, number | undefined>> = {
    latency,
    layers_cpu: layers.length,
    layers_gpu: 0,
    layers_npu: 0,
    peak_memory: log.overallMemoryMb,
    latency_mean: log.meanMs,
    latency_median: log.medianMs,
    latency_p95: log.p95Ms,
    first_inference: log.firstInferenceMs,
    load_time: log.initMs,
  };
  const values: Values = Object.fromEntries(
    Object.entries(measured).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return { values, iterations: toIterations(log) };
}

function toIterations({ count, minMs, maxMs, meanMs, standardDeviationMs }: BenchmarkLog): Job['iterations'] {
  if (count === undefined || minMs === undefined || maxMs === undefined || meanMs === undefined) return undefined;
  return { count, minMs, maxMs, spread: (standardDeviationMs ?? 0) / meanMs, drift: 1 };
}
