// Bundles each entry into a folder of dist/: what the action runs is committed and must be what the sources build.

import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

const ENTRIES = { main: 'main', post: 'post', cli: 'cli', worker: 'adapters/local/worker' };

rmSync('build', { recursive: true, force: true });
rmSync('dist', { recursive: true, force: true });
const bin = (name: string) => join('node_modules', '.bin', name);
execFileSync(bin('tsc'), ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
for (const [folder, entry] of Object.entries(ENTRIES)) {
  execFileSync(bin('ncc'), ['build', `build/${entry}.js`, '-o', `dist/${folder}`, '--license', 'licenses.txt', '-q'], {
    stdio: 'inherit',
  });
}
