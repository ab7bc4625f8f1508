// Makes lib/, the library of the npm package: one module, and the types that it tells. Run by npm before it packs.

import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

rmSync('lib', { recursive: true, force: true });
await build({
  entryPoints: ['src/library.ts'],
  outfile: 'lib/library.js',
  bundle: true,
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: 'es2024',
  format: 'esm',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
});
execFileSync(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.library.json'], {
  stdio: 'inherit',
});
// The types of the library name none of these, and they would ask for zod.
rmSync('lib/formats', { recursive: true, force: true });
