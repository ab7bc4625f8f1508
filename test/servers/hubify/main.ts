// `node test/servers/hubify/main.ts [port]`: the stand-in by hand.

import { mount } from '../http.ts';
import { createHubifyServer, createHubifyState } from './server.ts';

const { url } = await mount(createHubifyServer(createHubifyState()).handler, Number(process.argv[2] ?? 8803));
process.stdout.write(`Hubify stand-in: ${url}/api/v1, key hfy_key_test, lab lab-1\n`);
