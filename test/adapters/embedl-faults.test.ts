// Each call to the hub meets each fault once, in the middle of a whole gate: it is recovered or clearly reported, no
// job is doubled, and no run is left open. The same through dist/ for one call a fault: test/scenarios/embedl-trouble.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DirectoryStore } from '../../src/adapters/local/directory-store.ts';
import { createFiles, systemClock } from '../../src/adapters/runner/machine.ts';
import { runGate } from '../../src/app/modes/gate.ts';
import { runAndReport } from '../../src/app/report/run-and-report.ts';
import type { Mode } from '../../src/domain/outcome.ts';
import { createHubServer, type HubFault } from '../servers/embedl-hub/server.ts';
import { cloneHubState, createHubState, type HubState, makeTflite } from '../servers/embedl-hub/state.ts';
import { mount } from '../servers/http.ts';
import { connectToHub } from '../support/embedl.ts';
import { silentLogger } from '../support/fakes.ts';
import { temporaryFolder } from '../support/folder.ts';
import { HUB_CALLS, HUB_FAULTS } from '../support/hub-faults.ts';
import { makeTask } from '../support/scene.ts';

const PHONE = 'Google Pixel 8';
const folder = temporaryFolder('hub');
writeFileSync(join(folder, 'base.tflite'), makeTflite(10_000, 'v1;'.padEnd(200, '.')));
writeFileSync(join(folder, 'same.tflite'), makeTflite(10_000, 'v2;'.padEnd(200, '.')));

interface Execution {
  readonly mode: Mode;
  readonly model: string;
  readonly sha: string;
  readonly runId: number;
}

/** One record or gate on that hub, from the ports up, with everything real but the process. */
async function perform(baseUrl: string, { mode, model, sha, runId }: Execution) {
  const hub = connectToHub(baseUrl, { attempts: 4 });
  const task = makeTask({ mode, task: { model: `${model}.tflite`, devices: [PHONE] } });
  const commit = { sha, branch: mode === 'record' ? 'main' : 'topic', repository: 'acme/models', pullRequest: null };
  const signal = new AbortController().signal;
  const tools = {
    profiler: hub.profiler(),
    tracker: hub.tracker('models', { runId }),
    store: new DirectoryStore(join(folder, 'artifacts'), systemClock),
    commits: { mergeBase: async () => 'c1', firstParents: async () => ({ commits: ['c1'], complete: true }) },
    lastRelease: null,
    files: { ...createFiles(join(folder, 'temporary'), folder), fromWorkspace: () => 'net.tflite' },
    clock: systemClock,
    log: silentLogger,
    state: { save() {} },
    signal,
  };
  const trigger = { ...task.trigger, commit, base: mode === 'gate' ? 'main' : null };
  const info = { mode, failOn: 'regression', commit, runUrl: null, key: '' } as const;
  const parts = { check: null, sinks: [], urgentSinks: [], now: () => new Date(), log: silentLogger, signal };
  return runAndReport(() => runGate({ ...task, trigger }, tools), { info, ...parts });
}

const recorded: HubState = createHubState();

async function open(state: HubState) {
  const server = createHubServer(state);
  const mounted = await mount(server.handler);
  server.baseUrl = mounted.url;
  return { server, ...mounted };
}

beforeAll(async () => {
  const { url, close } = await open(recorded);
  const { report } = await perform(url, { mode: 'record', model: 'base', sha: 'c1', runId: 1 });
  expect(report.runIds).not.toEqual([]);
  await close();
});

describe.each(HUB_CALLS)('when %s meets', (_call, match) => {
  it.each(HUB_FAULTS)('%s once, the gate still ends well', async (_fault, answer: HubFault['answer']) => {
    const state = cloneHubState(recorded);
    const { server, url, close } = await open(state);
    onTestFinished(close);
    const fault: HubFault = { match, times: 1, answer };
    server.faults.push(fault);
    const { report, exitCode } = await perform(url, { mode: 'gate', model: 'same', sha: 'c2', runId: 2 });
    expect(fault.times, 'the gate made no such call').toBe(0);
    expect(['pass', 'inconclusive']).toContain(report.outcome);
    expect(exitCode).toBe(0);
    expect(state.jobs.length - recorded.jobs.length).toBeLessThanOrEqual(1);
    expect(state.runs.filter(({ status }) => status === 'RUNNING').map((run) => run.name)).toEqual([]);
    const names = state.runs.map((run) => run.name);
    expect(new Set(names).size).toBe(names.length);
  });
});
