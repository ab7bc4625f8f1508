// What `doctor` asks the ports: does the backend list its devices, can the models be read, does the tracker answer.
// It only asks; nothing is executed, uploaded or written.

import { type Diagnosis, ok, unknown, wrong } from '../../domain/diagnosis.ts';
import { GateError } from '../../domain/errors.ts';
import { withoutEnding } from '../../domain/model.ts';
import { shortSha } from '../../domain/run.ts';
import type { Files } from '../../ports/machine.ts';
import type { Profiler } from '../../ports/profiler.ts';
import type { Tracker } from '../../ports/tracker.ts';
import { resolveDevices, resolveModels } from '../measure/resolve-inputs.ts';
import type { Task } from '../task.ts';

type Wanted = Pick<Task, 'models' | 'devices'>;

/** The work's diagnosis, or what it was refused with. */
export async function examine(topic: string, work: () => Promise<Diagnosis> | Diagnosis): Promise<Diagnosis> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GateError)) throw error;
    return wrong(topic, error.message.replace(/\.$/, ''), error.advice);
  }
}

/** Whether every device that the settings name is there. */
export function examineDevices({ models, devices }: Wanted, profiler: Profiler): Promise<Diagnosis> {
  return examine('devices', async () => {
    const lists = models.length === 0 ? [devices] : models.map((model) => model.devices ?? devices);
    const found = new Set<string>();
    for (const list of lists) for (const { name } of await resolveDevices(list, profiler)) found.add(name);
    const known = await profiler.devices();
    const of = known.length > found.size ? ` of ${known.length}` : '';
    return ok('devices', `${[...found].join(', ')}${of === '' ? '' : ` (${found.size}${of})`}`);
  });
}

/** Whether every model is there and whole. One that a build step has yet to make is no mistake here. */
export function examineModels({ models }: Wanted, profiler: Profiler, files: Files): Promise<Diagnosis> {
  return examine('models', async () => {
    if (models.length === 0) return unknown('models', 'none was given', 'Name one: latency-gate doctor model.onnx');
    const found: string[] = [];
    for (const { path, name } of models) {
      const resolved = await resolveModels(path, name, profiler, files);
      found.push(...resolved.map(({ name: own, sizeBytes }) => `${own} (${describeSize(sizeBytes)})`));
    }
    return ok('models', found.join(', '));
  });
}

/** Whether records can be read. `where` says which tracker that is. */
export function examineTracker({ models, devices }: Wanted, tracker: Tracker, where: string): Promise<Diagnosis> {
  return examine('tracker', async () => {
    const [source] = models;
    const [known] = source === undefined ? await tracker.modelNames() : [];
    const modelName = source === undefined ? (known ?? 'model') : (source.name ?? withoutEnding(source.path));
    const [device = 'local'] = devices;
    const { runs } = await tracker.history({ modelName, device, ancestry: null });
    const [newest] = runs;
    if (newest === undefined) return ok('tracker', `${where}: answers; no record of ${modelName} on ${device} yet`);
    const { commit, createdAt } = newest.run;
    const of = commit.sha === null ? '' : ` of ${shortSha(commit.sha)}`;
    return ok('tracker', `${where}: answers; the newest record of ${modelName}${of} was made ${createdAt}`);
  });
}

function describeSize(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
