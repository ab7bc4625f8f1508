// The Device Farm stand-in by hand: `node test/servers/device-farm/main.ts [port]`, then use the program, or any AWS
// client, with that endpoint and the keys that are printed.

import process from 'node:process';
import { mount } from '../http.ts';
import { createFarmServer } from './server.ts';
import { ACCESS_KEY, createFarmState, SECRET_KEY, SESSION_TOKEN } from './state.ts';

const state = createFarmState();
const server = createFarmServer(state);
const mounted = await mount(
  async (request) => {
    const answer = await server.handler(request);
    process.stdout.write(`${server.log.at(-1)?.call} ${answer.status}\n`);
    return answer;
  },
  Number(process.argv[2] ?? 8378),
);
server.baseUrl = mounted.url;
process.stdout.write(
  `AWS Device Farm stand-in. export AWS_ENDPOINT_URL_DEVICE_FARM=${mounted.url} AWS_REGION=us-west-2`,
);
process.stdout.write(
  ` AWS_ACCESS_KEY_ID=${ACCESS_KEY} AWS_SECRET_ACCESS_KEY=${SECRET_KEY} AWS_SESSION_TOKEN=${SESSION_TOKEN}\n`,
);
for (const { name, os } of state.phones) process.stdout.write(`  ${name} (${os})\n`);
