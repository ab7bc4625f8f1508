// The half of a gate that needs no secret: checks the model and hands it over as an artifact. Foreign code may have
// built it, so the other half believes nothing of this.

import { identify } from '../domain/model.ts';
import { toSlug } from '../domain/slug.ts';
import { encodeStagedManifest } from '../formats/staged-manifest.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { Files } from '../ports/machine.ts';
import type { Profiler } from '../ports/profiler.ts';
import { prepareModels } from './prepare.ts';
import type { Task } from './task.ts';

/** One artifact a model; the rest is made from the gate's key and the model's name. */
export const STAGED_PREFIX = 'latency-gate-staged-';
export const MANIFEST_FILE = 'manifest.json';
export const MODEL_FOLDER = 'model';

export interface StageTools {
  readonly inspector: Pick<Profiler, 'inspect'>;
  readonly store: ArtifactStore;
  readonly files: Files;
}

/** The names of what was staged. Throws a GateError where a model is missing or not what the backend takes. */
export async function stageModels(
  task: Pick<Task, 'models' | 'key' | 'trigger'>,
  { inspector, store, files }: StageTools,
): Promise<readonly string[]> {
  const staged: string[] = [];
  for (const { path, name } of task.models) {
    for (const model of await prepareModels(path, name, inspector, files)) {
      const folder = await files.temporaryFolder(`staged-${toSlug(model.name)}`);
      const manifest = files.join(folder, MANIFEST_FILE);
      const { sha } = task.trigger.commit;
      await files.write(
        manifest,
        encodeStagedManifest({ commit: sha, model: identify(model), files: [...model.files] }),
      );
      const copies = model.files.map((file) => files.join(folder, MODEL_FOLDER, file));
      const from = files.folderOf(model.path);
      for (const [index, file] of model.files.entries()) await files.copy(files.join(from, file), copies[index] ?? '');
      const slug = toSlug([task.key, model.name].filter((part) => part !== '').join('\0'));
      await store.put(STAGED_PREFIX + slug, folder, [manifest, ...copies], {});
      staged.push(model.name);
    }
  }
  return staged;
}
