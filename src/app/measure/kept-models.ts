// Keeps a recorded model by its sha256, and gets it back to be measured beside a candidate.

import { keptModelName } from '../../domain/artifact-name.ts';
import { GateError, messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Model, ModelIdentity } from '../../domain/model.ts';
import type { Profiler } from '../../ports/profiler.ts';
import type { Tools } from '../tools.ts';

const MS_A_DAY = 86_400_000;

export interface KeepOptions {
  readonly days: number;
  /** A release keeps a copy of its own, whoever else has one. */
  readonly always: boolean;
}

/** Stores the model's files under its sha256, unless a trusted run's copy will live long enough. */
export async function keepModel(model: Model, { days, always }: KeepOptions, tools: Tools): Promise<void> {
  const { store, files, clock } = tools;
  const name = keptModelName(model.sha256);
  // A list that cannot be had costs a second copy, never the model.
  const [newest] = always ? [] : await store.list(name).catch(() => []);
  const youngest = clock.now().getTime() - (days / 2) * MS_A_DAY;
  const young = newest !== undefined && Date.parse(newest.createdAt) > youngest;
  if (young && (await store.distrust(newest)) === undefined) return;
  const paths = pathsOf(model, files);
  // `taken`: another job of this workflow run stored the same bytes.
  await store.put(name, files.folderOf(model.path), paths, { retentionDays: days });
}

/** Absolute paths of a model's files, the main one first; none of a model without files here. */
export function pathsOf({ path, files: names }: Model, files: Tools['files']): readonly string[] {
  return names.map((name) => files.join(files.folderOf(path), name));
}

/**
 * The model with that identity, fetched and verified by its hash; a finding says why it cannot be had. Whose artifact
 * it was does not matter: bytes that have the recorded sha256 are the recorded model.
 */
export async function fetchModel(identity: ModelIdentity, tools: Tools): Promise<Model | Finding> {
  const { store, files, profiler } = tools;
  const missing = (why: string): Finding => ({ code: 'baseline-model-missing', facts: { model: identity.name, why } });
  try {
    const [artifact] = await store.list(keptModelName(identity.sha256));
    if (artifact === undefined) return missing('it is not kept, or has expired');
    const folder = files.join(await files.temporaryFolder('baseline-models'), identity.sha256);
    await store.fetch(artifact, folder);
    return (await findModel(await files.entries(folder), identity, profiler)) ?? missing(NOT_THE_MODEL);
  } catch (error) {
    if (error instanceof GateError) return missing(error.message);
    return missing(messageOf(error));
  }
}

const NOT_THE_MODEL = 'what was kept is not the recorded model';

/** The main file is the one that makes up the recorded sha256 together with what it names; its ending says nothing. */
async function findModel(
  paths: readonly string[],
  identity: ModelIdentity,
  profiler: Profiler,
): Promise<Model | undefined> {
  for (const path of paths) {
    const model = await profiler.inspect(path, identity.name).catch((error: unknown) => {
      if (error instanceof GateError) return undefined;
      throw error;
    });
    if (model?.sha256 === identity.sha256) return model;
  }
  return undefined;
}
