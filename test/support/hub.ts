// A world with a hub inside a test run, and records on it without a step.

import { connectToHub } from './embedl.ts';
import { addHub, type HubWorld, THREE_PHONES } from './hub-runner.ts';
import { type Seed, seed } from './seed.ts';
import { createWorld } from './world.ts';

export { type HubStepResult, type HubWorld, THREE_PHONES } from './hub-runner.ts';

export async function createHubWorld(): Promise<HubWorld> {
  return addHub(await createWorld());
}

/** Records of the hub's phones, on the three of them unless told otherwise. */
export function seedHub({ world, server }: HubWorld): Seed {
  return (sha, bytes, { devices = THREE_PHONES.split('\n'), key = '' } = {}) =>
    seed(world, sha, { file: 'model.tflite', bytes }, { devices, key }, (_store, _folder, runId) => {
      const connected = connectToHub(server.baseUrl);
      return { profiler: connected.profiler(), tracker: connected.tracker(world.state.repo, { key, runId }) };
    });
}
