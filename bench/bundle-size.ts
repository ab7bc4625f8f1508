// What the action's checkout holds, and what a start loads of it before it knows what to do.

import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { atMost, megabytes, type Row, whole } from './row.ts';

export function measureBundle(): readonly Row[] {
  const files = globSync('dist/**/*').filter((path) => statSync(path).isFile());
  const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
  return [
    atMost('`dist/`', 'bytes', [bytes, 6.5e6], megabytes),
    atMost('`dist/`', 'files', [files.length, 20], whole),
    atMost('first files of `dist/main`', 'bytes', [loadedBy('dist/main/index.js'), 0.5e6], megabytes),
    atMost('first files of `dist/post`', 'bytes', [loadedBy('dist/post/index.js'), 0.3e6], megabytes),
  ];
}

/** The bytes of a file and of all that its first step imports: what it names, and what that names outright. */
function loadedBy(entry: string): number {
  const seen = new Set<string>();
  const visit = (path: string, lazyToo: boolean) => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = readFileSync(path, 'utf8');
    const outright = [...text.matchAll(/(?:from|import)\s*["'`](\.[^"'`]+)["'`]/g)];
    const lazy = lazyToo ? [...text.matchAll(/import\(["'`](\.[^"'`]+)["'`]\)/g)] : [];
    for (const [, name = ''] of [...outright, ...lazy]) visit(join(dirname(path), name), false);
  };
  visit(entry, entry.includes('main'));
  return [...seen].reduce((sum, path) => sum + statSync(path).size, 0);
}
