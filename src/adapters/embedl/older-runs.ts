// Runs that version 0.1 left on the hub: told by tags, their jobs in runs below them that are found by their names.

import * as z from 'zod';
import type { Layer } from '../../domain/job.ts';
import type { Run, RunMode, Shift } from '../../domain/run.ts';
import { jobPrefix } from '../../domain/run-name.ts';
import { fromEnvironmentParams, fromJobRun } from './job-run.ts';
import { factOf } from './run-facts.ts';
import type { RunSearch } from './run-search.ts';
import type { RunDetail } from './schema.ts';

const MODES: readonly string[] = ['record', 'gate', 'release'] satisfies readonly RunMode[];

/** The run on that device; undefined where the tags do not confirm that it is one of ours, or nothing was measured. */
export async function readOlderRun(parent: RunDetail, device: string, search: RunSearch): Promise<Run | undefined> {
  if (!MODES.includes(factOf(parent, 'mode')) || factOf(parent, 'sha256') === '') return undefined;
  const run = toRun(parent, device, await readJobs(parent, device, search));
  return run.jobs.length === 0 ? undefined : run;
}

/** The finished jobs of a run on a device, the oldest first. By name, and by the parent where the hub keeps one. */
async function readJobs(parent: RunDetail, device: string, search: RunSearch): Promise<readonly RunDetail[]> {
  const prefix = jobPrefix(parent.name, device);
  const named = (await search.all()).filter(({ name, status }) => name.startsWith(prefix) && status === 'FINISHED');
  const below = named.filter(({ parentRunId }) => parentRunId === null || parentRunId === parent.id);
  const jobs = await Promise.all(below.toReversed().map(({ id }) => search.read(id)));
  const sha256 = factOf(parent, 'sha256');
  return jobs.filter((job) => factOf(job, 'side') === 'candidate' && factOf(job, 'sha256') === sha256);
}

function toRun(parent: RunDetail, device: string, jobs: readonly RunDetail[]): Run {
  const fact = (name: string) => factOf(parent, name);
  const [first] = jobs;
  const pullRequest = fact('pull_request');
  return {
    mode: fact('mode') as RunMode,
    model: {
      name: fact('model'),
      sha256: fact('sha256'),
      sizeBytes: Number(fact('size_bytes')),
      format: fact('format'),
    },
    device,
    commit: {
      sha: fact('commit') || null,
      branch: fact('branch') || null,
      repository: fact('repository') || null,
      pullRequest: pullRequest === '' ? null : Number(pullRequest),
    },
    createdAt: parent.createdAt,
    environment: first === undefined ? {} : fromEnvironmentParams(first),
    jobs: jobs.flatMap((job) => fromJobRun(job) ?? []),
    pairs: [],
    layers: first === undefined ? [] : fromLayers(first),
    shifts: parseShifts(fact('shifts'), device),
    handle: first === undefined ? null : factOf(first, 'upload') || null,
  };
}

function fromLayers(run: RunDetail): readonly Layer[] {
  const params = new Map(run.params.map(({ name, value }) => [name, String(value)]));
  const times = run.metrics.filter(({ name }) => name === '$latency_per_layer');
  return times.map(({ value, step }, index) => {
    const at = step ?? index;
    return {
      name: params.get(`$layer_name_${at}`) ?? String(at),
      operator: params.get(`$layer_type_${at}`) ?? '?',
      unit: params.get(`$layer_compute_unit_${at}`) ?? 'CPU',
      timeMs: Number(value) / 1000,
    };
  });
}

/** By device. A value that is longer than the hub takes was never stored. */
const Shifts = z.record(z.string(), z.array(z.object({ metric: z.string(), logRatio: z.number() })));

/** `$latency` moved under its old meaning: the shift is of the operators' sum. */
function parseShifts(text: string, device: string): readonly Shift[] {
  try {
    const shifts = Shifts.parse(JSON.parse(text))[device] ?? [];
    return shifts.map(({ metric, logRatio }) => ({
      metric: metric === 'latency' ? 'latency_operators' : metric,
      logRatio,
    }));
  } catch {
    return [];
  }
}
