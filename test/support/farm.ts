// The Device Farm stand-in, mounted, and the steps of a workflow that uses it. AWS's own client talks to it.

import { join } from 'node:path';
import { createDeviceFarmProfiler } from '../../src/adapters/device-farm/index.ts';
import { createNetwork } from '../../src/adapters/http/fetch.ts';
import { systemClock } from '../../src/adapters/runner/machine.ts';
import { createFarmServer, type FarmServer } from '../servers/device-farm/server.ts';
import {
  ACCESS_KEY,
  cloneFarmState,
  createFarmState,
  type FarmManners,
  type FarmSession,
  type FarmState,
  type FarmUpload,
  makeProgram,
  SECRET_KEY,
  SESSION_TOKEN,
  SIGNATURE,
} from '../servers/device-farm/state.ts';
import { mount } from '../servers/http.ts';
import { writeModel } from './models.ts';
import type { StepOptions, StepResult, World } from './runner.ts';
import { refuseSecrets } from './secrets.ts';

export const FARM_PHONES = 'Google Pixel 8 (Android 14)\nSamsung Galaxy S24\nSony Xperia 5';
export const FARM_ENV = {
  AWS_ACCESS_KEY_ID: ACCESS_KEY,
  AWS_SECRET_ACCESS_KEY: SECRET_KEY,
  AWS_SESSION_TOKEN: SESSION_TOKEN,
};
const OPTIONS = 'program: benchmark_model\npoll-interval: 0.01\ncool-down: 0s';
/** What must never be seen in a log, a summary, a comment or a check. */
const SECRETS = [ACCESS_KEY, SECRET_KEY, SESSION_TOKEN, SIGNATURE];

export interface FarmStepResult extends StepResult {
  /** What this step made on the farm. */
  readonly sessions: readonly FarmSession[];
  readonly uploads: readonly FarmUpload[];
  readonly calls: readonly string[];
}

export interface FarmWorld {
  readonly world: World;
  readonly farm: FarmState;
  readonly server: FarmServer;
  push(sha: string, model: Uint8Array, more?: Partial<StepOptions>): Promise<FarmStepResult>;
  pullRequest(sha: string, model: Uint8Array, more?: Partial<StepOptions>): Promise<FarmStepResult>;
  /** A world and a farm of their own in which everything that happened here has happened. */
  fork(): Promise<FarmWorld>;
  close(): Promise<void>;
}

/** A farm beside that world; closing it closes both. */
export async function addFarm(world: World, farm: FarmState = createFarmState()): Promise<FarmWorld> {
  const server = createFarmServer(farm);
  const mounted = await mount(server.handler);
  server.baseUrl = mounted.url;
  writeModel(world.workspace, 'benchmark_model', makeProgram());
  const inputs = {
    backend: 'device-farm',
    model: 'model.tflite',
    'api-base-url': mounted.url,
    devices: FARM_PHONES,
    options: OPTIONS,
    'max-regression': '5%',
  };
  const step = async (options: StepOptions): Promise<FarmStepResult> => {
    const before = [farm.sessions.length, farm.uploads.length, server.log.length];
    const result = await world.step({
      modelFile: 'model.tflite',
      ...options,
      inputs: { ...inputs, ...options.inputs },
      env: { ...FARM_ENV, ...options.env },
    });
    refuseSecrets(result, world, SECRETS);
    const [sessions, uploads, calls] = before;
    return {
      ...result,
      sessions: farm.sessions.slice(sessions),
      uploads: farm.uploads.slice(uploads),
      calls: server.log.slice(calls).map(({ call }) => call),
    };
  };
  return {
    world,
    farm,
    server,
    push: (sha, model, more = {}) => step({ event: 'push', sha, branch: 'main', model, ...more }),
    pullRequest: (sha, model, more = {}) => step({ ...world.pullStep(sha), model, ...more }),
    fork: async () => addFarm(await world.fork(), cloneFarmState(farm)),
    async close() {
      await mounted.close();
      await world.close();
    },
  };
}

/** The profiler against a stand-in of its own, without a process between them. Keys come from the environment. */
export async function connectToFarm(folder: string, manners: Partial<FarmManners> = {}) {
  const state = createFarmState();
  Object.assign(state.manners, manners);
  const server = createFarmServer(state);
  const mounted = await mount(server.handler);
  server.baseUrl = mounted.url;
  writeModel(folder, 'benchmark_model', makeProgram());
  const masked: string[] = [];
  const retry = { clock: systemClock, random: () => 0, attempts: 2, baseDelayMs: 1, longestWaitMs: 10 };
  const network = createNetwork({ ...retry, timeoutMs: 5000, proxy: {} });
  const profiler = (
    more: { readonly devices?: readonly string[]; readonly options?: object; readonly project?: string } = {},
  ) =>
    createDeviceFarmProfiler({
      baseUrl: mounted.url,
      network,
      clock: { now: () => new Date(), sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 5), signal) },
      options: { program: 'benchmark_model', 'poll-interval': 0.005, 'cool-down': '0s', ...more.options },
      project: more.project ?? 'models',
      devices: more.devices ?? [],
      workspace: folder,
      temporaryFolder: join(folder, 'temp'),
      runTimeoutMs: 600_000,
      mask: (secret) => void masked.push(secret),
      random: Math.random,
      signal: new AbortController().signal,
    });
  return { state, server, masked, close: mounted.close, url: mounted.url, profiler };
}
