// Puts a model where its path tells nothing: both sides get paths of the same length and the same last name, so that a
// measuring program cannot know which side it measures.

import { copyFile, link, mkdir, rm } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { Model } from '../../domain/model.ts';

export interface NeutralModel {
  /** The file or folder to measure. */
  readonly path: string;
  remove(): Promise<void>;
}

/** Links the files (copies them where the file system cannot) below `folder`/`id`; `id` has the same length each time. */
export async function placeNeutrally(model: Model, folder: string, id: string): Promise<NeutralModel> {
  const place = join(folder, id);
  const root = dirname(model.path);
  const [top = ''] = (model.files[0] ?? '').split('/');
  const neutral = `model${extname(top)}`;
  for (const file of model.files) {
    const target = join(place, [neutral, ...file.split('/').slice(1)].join('/'));
    await mkdir(dirname(target), { recursive: true });
    await link(join(root, file), target).catch(() => copyFile(join(root, file), target));
  }
  return { path: join(place, neutral), remove: () => rm(place, { recursive: true, force: true }) };
}
