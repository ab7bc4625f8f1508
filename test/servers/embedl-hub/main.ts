// The hub stand-in by hand: `npm run hub [port]`, then use the program with --api-base-url and EMBEDL_HUB_API_KEY=eh_test.

import process from 'node:process';
import { mount } from '../http.ts';
import { createHubServer } from './server.ts';
import { createHubState } from './state.ts';

const state = createHubState();
const server = createHubServer(state);
const mounted = await mount(
  async (request) => {
    const answer = await server.handler(request);
    process.stdout.write(`${request.method} ${request.url.pathname} ${answer.status}\n`);
    return answer;
  },
  Number(process.argv[2] ?? 8377),
);
server.baseUrl = mounted.url;
process.stdout.write(`Embedl Hub stand-in at ${mounted.url}, key eh_test, phones:\n`);
for (const { name, os } of state.phones) process.stdout.write(`  ${name} (${os})\n`);
