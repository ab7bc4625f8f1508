// A folder with those above it, or the true reason why not.

import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Node words a refusal as "no such file" where several folders are made at once: the first missing one tells more. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') await mkdir(await firstMissing(path));
    throw error;
  }
}

async function firstMissing(path: string): Promise<string> {
  const above = dirname(path);
  const exists = await stat(above).then(
    () => true,
    () => false,
  );
  return exists || above === path ? path : firstMissing(above);
}
