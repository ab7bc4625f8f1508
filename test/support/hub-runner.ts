// The Embedl Hub stand-in, mounted, and the steps of a workflow that uses it.

import { createHubServer, type HubServer } from '../servers/embedl-hub/server.ts';
import {
  cloneHubState,
  createHubState,
  type HubJob,
  type HubRun,
  type HubState,
  type HubUpload,
} from '../servers/embedl-hub/state.ts';
import { mount } from '../servers/http.ts';
import type { StepOptions, StepResult, World } from './runner.ts';
import { refuseSecrets } from './secrets.ts';

export interface HubStepResult extends StepResult {
  /** What this step made on the hub. */
  readonly jobs: readonly HubJob[];
  readonly uploads: readonly HubUpload[];
  readonly runs: readonly HubRun[];
}

export interface HubWorld {
  readonly world: World;
  readonly hub: HubState;
  readonly server: HubServer;
  push(sha: string, model: Uint8Array, more?: Partial<StepOptions>): Promise<HubStepResult>;
  pullRequest(sha: string, model: Uint8Array, more?: Partial<StepOptions>): Promise<HubStepResult>;
  /** A world and a hub of their own in which everything that happened here has happened. */
  fork(): Promise<HubWorld>;
  close(): Promise<void>;
}

export const THREE_PHONES = 'Samsung Galaxy S25\nGoogle Pixel 8\nSony Xperia 5';
export const HUB_KEY = 'eh_test';
/** What must never be seen in a log, a summary, a comment or a check. */
const SECRETS = [HUB_KEY, 'verySecretSignature'];

/** A hub beside that world; closing it closes both. */
export async function addHub(world: World, hub: HubState = createHubState()): Promise<HubWorld> {
  const server = createHubServer(hub);
  const mounted = await mount(server.handler);
  server.baseUrl = mounted.url;
  const inputs = {
    backend: 'embedl',
    model: 'model.tflite',
    'api-key': HUB_KEY,
    'api-base-url': mounted.url,
    devices: THREE_PHONES,
    options: 'poll-interval: 0.01',
    'max-regression': '5%',
  };
  const step = async (options: StepOptions) => {
    const before = [hub.jobs.length, hub.uploads.length, hub.runs.length];
    const result = await world.step({
      modelFile: 'model.tflite',
      ...options,
      inputs: { ...inputs, ...options.inputs },
    });
    refuseSecrets(result, world, SECRETS);
    const [jobs, uploads, runs] = before;
    return { ...result, jobs: hub.jobs.slice(jobs), uploads: hub.uploads.slice(uploads), runs: hub.runs.slice(runs) };
  };
  return {
    world,
    hub,
    server,
    push: (sha, model, more = {}) => step({ event: 'push', sha, branch: 'main', model, ...more }),
    pullRequest: (sha, model, more = {}) => step({ ...world.pullStep(sha), model, ...more }),
    fork: async () => addHub(await world.fork(), cloneHubState(hub)),
    async close() {
      await mounted.close();
      await world.close();
    },
  };
}
