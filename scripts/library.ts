// Makes lib/, the library of the npm package: one module, and the types that it tells. Run by npm before it packs.

import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

rmSync('lib', { recursive: true, force: true });
const bundle = await rolldown({
  input: 'src/library.ts',
  platform: 'neutral',
  resolve: { mainFields: ['module', 'main'] },
});
await bundle.write({ file: 'lib/library.js', format: 'esm', minify: true, comments: { legal: false } });
execFileSync(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.library.json'], {
  stdio: 'inherit',
});
// The types of the library name none of these, and they would ask for zod.
rmSync('lib/formats', { recursive: true, force: true });
