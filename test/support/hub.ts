// A world with a hub inside a test run.

import { addHub, type HubWorld } from './hub-runner.ts';
import { createWorld } from './world.ts';

export { type HubWorld, THREE_PHONES } from './hub-runner.ts';

export async function createHubWorld(): Promise<HubWorld> {
  return addHub(await createWorld());
}
