// `node test/servers/vertesia/main.ts [port]`: the stand-in by hand.

import { mount } from '../http.ts';
import { createVertesiaServer, createVertesiaState } from './server.ts';

const { url } = await mount(createVertesiaServer(createVertesiaState()).handler, Number(process.argv[2] ?? 8802));
process.stdout.write(`Vertesia stand-in: ${url}, key sk-test, interaction summarise, environment prod\n`);
