// The action's main step: read, wire, conduct, exit.

import process from 'node:process';
import { guardProcess } from './adapters/runner/streams.ts';

guardProcess();
process.stdout.write('Latency Gate: reading the configuration\n');

const { runAction } = await import('./entries/action.ts');
process.exit(await runAction());
