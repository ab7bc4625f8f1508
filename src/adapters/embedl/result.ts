// From the archive a phone left behind to a job. What is missing, empty or unreadable is a failed job with a reason,
// never a zero.

import type { Job, Layer } from '../../domain/job.ts';
import { readZipEntries } from '../files/unzip.ts';
import { readBenchmarkLog } from '../profiles/benchmark-log.ts';
import { countLayers, sumOperators } from '../profiles/layer-values.ts';
import { iterationsOfLog, valuesOfLog } from '../profiles/log-values.ts';
import { decodeOpProfile } from '../profiles/op-profile.ts';

const LOG_FILE = 'tflite-logs.txt';
const PROFILE_FILE = 'tflite-op-profile.pb';

/** What one job left: its values and layers, and the files themselves for the hub's run. */
export interface JobResult {
  readonly job: Job;
  readonly layers: readonly Layer[];
  readonly files: ReadonlyMap<string, Buffer>;
}

const LARGEST_FILE = 64 << 20;

/** Throws an Error whose message says which file is missing or unreadable. */
export async function readResult(archive: Buffer): Promise<JobResult> {
  if (archive.length === 0) throw new Error('the result is empty: the job failed on the device');
  const files = await readZipEntries(archive, [LOG_FILE, PROFILE_FILE], LARGEST_FILE);
  const profile = files.get(PROFILE_FILE);
  const text = files.get(LOG_FILE);
  if (text === undefined || text.length === 0)
    throw new Error(`the result holds no ${LOG_FILE}: the job failed on the device`);
  if (profile === undefined || profile.length === 0)
    throw new Error(`the result holds no ${PROFILE_FILE}: the job failed on the device`);
  const log = readBenchmarkLog(text.toString('utf8'));
  const layers = decodeOpProfile(profile, log.onGpu);
  const values = { ...valuesOfLog(log), ...sumOperators(layers), ...countLayers(layers) };
  return { job: { values, iterations: iterationsOfLog(log) }, layers, files };
}
