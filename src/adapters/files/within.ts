// Where a file lies in a folder, with forward slashes on every system, so that names are the same on all of them.

import nodePath, { type PlatformPath } from 'node:path';

/** `a/b.onnx`; undefined where the target is not inside the folder. Empty: the folder itself. */
export function pathWithin(folder: string, target: string, path: PlatformPath = nodePath): string | undefined {
  const inside = path.relative(folder, target);
  const leaves = inside === '..' || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside);
  return leaves ? undefined : inside.split(path.sep).join('/');
}
