// Keeps a recorded model by its sha256, and gets it back to be measured beside a candidate.

import { keptModelName } from '../../domain/artifact-name.ts';
import { GateError, messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Model, ModelIdentity } from '../../domain/model.ts';
import { toSlug } from '../../domain/slug.ts';
import type { Artifact } from '../../ports/artifact-store.ts';
import type { Profiler } from '../../ports/profiler.ts';
import type { Tools } from '../tools.ts';

const MS_A_DAY = 86_400_000;

export interface KeepOptions {
  readonly days: number;
  /** A release keeps a copy of its own, whoever else has one. */
  readonly always: boolean;
}

/**
 * Stores the model's files under its sha256, unless a trusted run's copy will live long enough. Resolves to the id of
 * the artifact that holds them, where it is known.
 */
export async function keepModel(
  model: Model,
  { days, always }: KeepOptions,
  tools: Tools,
): Promise<string | undefined> {
  const { store, files, clock } = tools;
  const name = keptModelName(model.sha256);
  // A list that cannot be had costs a second copy, never the model.
  const [newest] = always ? [] : await store.list(name).catch(() => []);
  const youngest = clock.now().getTime() - (days / 2) * MS_A_DAY;
  const young = newest !== undefined && Date.parse(newest.createdAt) > youngest;
  if (young && (await store.distrust(newest)) === undefined) return newest.id;
  const paths = pathsOf(model, files);
  // `taken`: another job of this workflow run stored the same bytes.
  const put = await store.put(name, files.folderOf(model.path), paths, { retentionDays: days });
  return put.kind === 'stored' && !always ? put.id : undefined;
}

/** Absolute paths of a model's files, the main one first; none of a model without files here. */
export function pathsOf({ path, files: names }: Model, files: Tools['files']): readonly string[] {
  return names.map((name) => files.join(files.folderOf(path), name));
}

/**
 * The model with that identity, fetched and verified by its hash; a finding says why it cannot be had. Whose artifact
 * it was does not matter: bytes that have the recorded sha256 are the recorded model. `id` is what the record says of
 * the artifact; where that is gone, or unknown, the newest of the model's name is taken.
 */
export async function fetchModel(
  identity: ModelIdentity,
  id: string | undefined,
  tools: Tools,
): Promise<Model | Finding> {
  const missing = (why: string): Finding => ({ code: 'baseline-model-missing', facts: { model: identity.name, why } });
  const name = keptModelName(identity.sha256);
  const named = id === undefined ? undefined : { id, name, createdAt: '', headSha: null, origin: '' };
  const known = named && (await fetchFrom(named, identity, tools).catch(() => undefined));
  if (known !== undefined) return known;
  try {
    const [artifact] = await tools.store.list(name);
    if (artifact === undefined) return missing('it is not kept, or has expired');
    return (await fetchFrom(artifact, identity, tools)) ?? missing(NOT_THE_MODEL);
  } catch (error) {
    if (error instanceof GateError) return missing(error.message);
    return missing(messageOf(error));
  }
}

const NOT_THE_MODEL = 'what was kept is not the recorded model';

async function fetchFrom(
  artifact: Artifact,
  identity: ModelIdentity,
  { store, files, profiler }: Tools,
): Promise<Model | undefined> {
  const parent = await files.temporaryFolder(`baseline-models-${toSlug(artifact.id)}`);
  const folder = files.join(parent, identity.sha256);
  await store.fetch(artifact, folder);
  return findModel(await files.entries(folder), identity, profiler);
}

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
