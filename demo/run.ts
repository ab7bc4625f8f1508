// `npm run demo [-- --backend local|embedl]`: the main job, on this machine or against the stand-in of Embedl Hub.

import process from 'node:process';
import { parseArgs } from 'node:util';

const { backend } = parseArgs({ options: { backend: { type: 'string', default: 'local' } } }).values;
if (backend === 'embedl') await import('./embedl.ts');
else if (backend === 'local') await import('./local.ts');
else {
  process.stderr.write(`demo: found the backend "${backend}"; allowed: local, embedl.\n`);
  process.exitCode = 2;
}
