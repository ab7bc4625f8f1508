// From the inputs to models and devices that exist and can be used. Everything that can be refused is refused here,
// before anything is measured.

import type { Device } from '../../domain/device.ts';
import { GateError } from '../../domain/errors.ts';
import { type Model, type ModelSource, withoutEnding } from '../../domain/model.ts';
import { didYouMean, nearestFirst } from '../../domain/nearest.ts';
import type { Files } from '../../ports/machine.ts';
import type { Profiler } from '../../ports/profiler.ts';
import type { Task } from '../task.ts';
import { canMeasureMore } from './evidence-plan.ts';

/** One model and the devices it is measured on. */
export interface ModelOnDevices {
  readonly model: Model;
  readonly devices: readonly Device[];
}

/** Everything that one gate measures. Throws a GateError before anything is uploaded where part of it is wrong. */
export async function resolveInputs(
  task: Pick<Task, 'models' | 'devices'>,
  profiler: Profiler,
  files: Files,
): Promise<readonly ModelOnDevices[]> {
  const all: ModelOnDevices[] = [];
  for (const source of task.models) {
    const models = await resolveModels(source.path, source.name, profiler, files);
    const devices = await resolveDevices(source.devices ?? task.devices, profiler);
    all.push(...models.flatMap((model) => expandModel(model, source, profiler)).map((model) => ({ model, devices })));
  }
  if (!canMeasureMore(profiler) && all.length > 1) {
    const found = all.map(({ model }) => model.name).join(', ');
    throw new GateError(
      'invalid-input',
      `model: found ${all.length} models (${found}); allowed with the backend ${profiler.name}: one.`,
      'The results do not say of which model they are; give each model a step of its own, with a comment-key.',
    );
  }
  const names = all.map(({ model }) => model.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return all;
  throw new GateError(
    'invalid-input',
    `models: two models are named "${twice}".`,
    'Give each a name of its own: runs are compared by it.',
  );
}

/** A setting that the profiler does not know is refused, never passed over. */
function expandModel(model: Model, { options }: ModelSource, profiler: Profiler): readonly Model[] {
  if (profiler.expand !== undefined) return profiler.expand(options === undefined ? model : { ...model, options });
  if (options === undefined) return [model];
  throw new GateError(
    'invalid-input',
    `models: ${model.name} has options of its own, which the backend ${profiler.name} does not take.`,
    'Set options for the whole gate, or give the model a step of its own.',
  );
}

/** Finds and checks the models that `pattern` names. */
export async function resolveModels(
  pattern: string,
  modelName: string | undefined,
  profiler: Pick<Profiler, 'inspect' | 'refer'>,
  files: Files,
): Promise<readonly Model[]> {
  const paths = await files.glob(pattern);
  if (paths.length === 0 && profiler.refer !== undefined) {
    return [await profiler.refer(modelName ?? withoutEnding(pattern))];
  }
  if (paths.length === 0) {
    const near = didYouMean(pattern, await findModels(pattern, files));
    throw new GateError(
      'model-missing',
      `model: "${pattern}" matches no file.${near}`,
      'Check the path (it starts at the workspace) and that the step which builds the model ran before this one.',
    );
  }
  if (modelName !== undefined && paths.length > 1) {
    throw new GateError(
      'invalid-input',
      `model-name: found "${modelName}" for ${paths.length} models; allowed with exactly one.`,
      'Leave model-name out, or give one gate a model.',
    );
  }
  const models: Model[] = [];
  for (const path of paths) models.push(await profiler.inspect(path, modelName ?? nameFor(path, files)));
  return models;
}

/** Files with the ending that was asked for, at most two folders deep; where none was, models of any kind. */
async function findModels(pattern: string, files: Files): Promise<readonly string[]> {
  const ending = /\.[a-z0-9]+$/i.exec(pattern)?.[0] ?? '.{onnx,tflite}';
  const found = await files.glob(`{,*/,*/*/}*${ending}`);
  return found.map((path) => files.fromWorkspace(path));
}

/** The devices the user named, or the only one there is. */
export async function resolveDevices(wanted: readonly string[], profiler: Profiler): Promise<readonly Device[]> {
  const known = await profiler.devices();
  if (wanted.length === 0 && known.length === 1) return known;
  const names = known.map((device) => device.name);
  if (wanted.length === 0) {
    throw new GateError(
      'invalid-input',
      `devices: none was given; ${profiler.name} has ${names.length}.`,
      adviseDevices(names),
    );
  }
  const found = wanted.flatMap((name) => {
    const parts = known.filter(({ of, also = [] }) => of === name || also.includes(name));
    const devices = parts.length > 0 ? parts : known.filter((candidate) => candidate.name === name);
    const refused = devices.find(({ unsupported }) => unsupported !== undefined);
    if (refused !== undefined) {
      const advice = 'Choose other devices; nothing was submitted.';
      throw new GateError('unknown-device', `devices: "${name}" cannot be used: ${refused.unsupported}.`, advice);
    }
    if (devices.length > 0) return devices;
    throw new GateError(
      'unknown-device',
      `devices: "${name}" is not known to the backend ${profiler.name}.${didYouMean(name, names)}`,
      adviseDevices(nearestFirst(name, names)),
    );
  });
  // Two lines of attributes may mean the same device.
  return [...new Set(found)];
}

const MOST_SUGGESTED = 5;

function adviseDevices(names: readonly string[]): string {
  const shown = names
    .slice(0, MOST_SUGGESTED)
    .map((name) => `"${name}"`)
    .join(', ');
  return `Use ${shown}${names.length > MOST_SUGGESTED ? ', …' : ''}; "latency-gate devices" lists all.`;
}

/** The path from the workspace without its ending. */
function nameFor(path: string, files: Files): string {
  return withoutEnding(files.fromWorkspace(path));
}
