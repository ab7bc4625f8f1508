// Folders of one test file, gone when its tests have ended.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder; `name` tells whose it is. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `latency-gate-${name}-`));
  made.push(folder);
  return folder;
}
