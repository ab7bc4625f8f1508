// `node test/servers/experiments/main.ts [port]`: the stand-in by hand.

import { mount } from '../http.ts';
import { createExperimentsServer, createExperimentsState } from './server.ts';

const { url } = await mount(createExperimentsServer(createExperimentsState()).handler, Number(process.argv[2] ?? 8801));
process.stdout.write(`Experiments API stand-in: ${url}/api/v1, token exp_test, tenant acme\n`);
