// One gate on AWS Device Farm: a phone, and a folder for the records.

import { join } from 'node:path';
import process from 'node:process';
import { createDeviceFarmProfiler } from '../../../src/adapters/device-farm/index.ts';
import { DirectoryStore } from '../../../src/adapters/local/directory-store.ts';
import { createLocalTracker } from '../../../src/adapters/local/index.ts';
import { createFarmServer } from '../../servers/device-farm/server.ts';
import {
  createFarmState,
  makePhoneModel,
  makeProgram,
  SESSION_TOKEN,
  SIGNATURE,
} from '../../servers/device-farm/state.ts';
import { FARM_ENV } from '../../support/farm.ts';
import { writeModel } from '../../support/models.ts';
import { type Lap, makeFolder } from './lap.ts';

export function openDeviceFarm(): Lap {
  const state = createFarmState();
  const server = createFarmServer(state);
  const folder = makeFolder();
  const device = 'Samsung Galaxy S24 (Android 14)';
  writeModel(folder, 'benchmark_model', makeProgram());
  // AWS's own client takes its credentials from there.
  Object.assign(process.env, FARM_ENV);
  return {
    handler: server.handler,
    model: writeModel(folder, 'net.tflite', makePhoneModel(5000)),
    device,
    folder,
    canaries: [...Object.values(FARM_ENV), SESSION_TOKEN, SIGNATURE, '123456789012'],
    spent: ['runs', 'uploads'],
    mounted: (url) => {
      server.baseUrl = url;
    },
    profiler: ({ url, network, clock }) =>
      createDeviceFarmProfiler({
        baseUrl: url,
        network,
        clock,
        options: { program: 'benchmark_model' },
        project: 'models',
        devices: [device],
        workspace: folder,
        temporaryFolder: join(folder, 'temp'),
        runTimeoutMs: 600_000,
        mask: () => undefined,
        random: () => 0.5,
        signal: new AbortController().signal,
      }),
    tracker: ({ clock }) =>
      createLocalTracker({
        store: new DirectoryStore(join(folder, 'records'), clock),
        key: '',
        temporaryFolder: join(folder, 'temp'),
        jobsCarry: true,
      }),
    counts: () => ({ runs: state.sessions.length, uploads: state.uploads.length }),
    open: () => state.sessions.filter(({ end, stopped }) => end === undefined && !stopped).length,
  };
}
