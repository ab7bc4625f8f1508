// The Embedl Hub stand-in, mounted, and the steps of a workflow that uses it.

import { createHubServer, type HubServer } from '../servers/embedl-hub/server.ts';
import { createHubState, type HubState } from '../servers/embedl-hub/state.ts';
import { mount } from '../servers/http.ts';
import type { StepOptions, StepResult, World } from './runner.ts';

export interface HubWorld {
  readonly world: World;
  readonly hub: HubState;
  readonly server: HubServer;
  push(sha: string, model: Uint8Array, more?: Partial<StepOptions>): Promise<StepResult>;
  pullRequest(sha: string, model: Uint8Array, more?: Partial<StepOptions>): Promise<StepResult>;
  close(): Promise<void>;
}

export const THREE_PHONES = 'Samsung Galaxy S25\nGoogle Pixel 8\nSony Xperia 5';
const KEY = 'eh_test';
/** What must never be seen in a log, a summary, a comment or a check. */
const SECRETS = [KEY, 'verySecretSignature'];

/** A hub beside that world; closing it closes both. */
export async function addHub(world: World): Promise<HubWorld> {
  const hub = createHubState();
  const server = createHubServer(hub);
  const mounted = await mount(server.handler);
  server.baseUrl = mounted.url;
  const inputs = {
    backend: 'embedl',
    model: 'model.tflite',
    'api-key': KEY,
    'api-base-url': mounted.url,
    devices: THREE_PHONES,
    options: 'poll-interval: 0.01',
    'max-regression': '5%',
  };
  const step = async (options: StepOptions) => {
    const result = await world.step({
      modelFile: 'model.tflite',
      ...options,
      inputs: { ...inputs, ...options.inputs },
    });
    const seen = [
      result.log,
      result.post,
      result.summary,
      ...world.state.comments.map(({ body }) => body),
      JSON.stringify(world.state.checks),
    ].join('\n');
    for (const secret of SECRETS) if (seen.includes(secret)) throw new Error(`${secret} was shown:\n${seen}`);
    return result;
  };
  return {
    world,
    hub,
    server,
    push: (sha, model, more = {}) => step({ event: 'push', sha, branch: 'main', model, ...more }),
    pullRequest: (sha, model, more = {}) => step({ ...world.pullStep(sha), model, ...more }),
    async close() {
      await mounted.close();
      await world.close();
    },
  };
}
