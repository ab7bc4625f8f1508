// The half of a gate that needs no secret: checks the model and hands it over as an artifact. Foreign code may have
// built it, so the other half believes nothing of this.

import { modelArtifactName } from '../../domain/artifact-name.ts';
import { GateError } from '../../domain/errors.ts';
import { identify } from '../../domain/model.ts';
import { toSlug } from '../../domain/slug.ts';
import { encodeStagedManifest } from '../../formats/staged-manifest.ts';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import type { Files } from '../../ports/machine.ts';
import type { Profiler } from '../../ports/profiler.ts';
import { resolveModels } from '../measure/resolve-inputs.ts';
import type { Task } from '../task.ts';

export const MANIFEST_FILE = 'manifest.json';
export const MODEL_FOLDER = 'model';

export interface StageTools {
  readonly inspector: Pick<Profiler, 'inspect'>;
  readonly store: ArtifactStore;
  readonly files: Files;
}

function refusePut(kind: 'taken' | 'unavailable', name: string): GateError {
  return kind === 'taken'
    ? new GateError(
        'invalid-input',
        `Another job of this workflow run staged ${name} already.`,
        'Give each job its own comment-key.',
      )
    : new GateError(
        'invalid-input',
        'This server keeps no workflow artifacts, so nothing can be staged.',
        'Push the commit to a branch of this repository to have it gated.',
      );
}

/** The names of what was staged. Throws a GateError where a model is missing or not what the backend takes. */
export async function stageModels(
  task: Pick<Task, 'models' | 'key' | 'trigger'>,
  { inspector, store, files }: StageTools,
): Promise<readonly string[]> {
  const staged: string[] = [];
  for (const source of task.models) {
    for (const model of await resolveModels(source.path, source.name, inspector, files)) {
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
      const name = modelArtifactName('staged', task.key, model.name);
      const put = await store.put(name, folder, [manifest, ...copies], {});
      if (put.kind !== 'stored') throw refusePut(put.kind, name);
      staged.push(model.name);
    }
  }
  return staged;
}
