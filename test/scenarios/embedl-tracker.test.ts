// The hub as a tracker beside other profilers: this machine, whose evidence is pairs, and files of an earlier step.

import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createHubWorld, type HubWorld } from '../support/hub.ts';
import { MODELS } from '../support/models.ts';
import type { StepOptions } from '../support/world.ts';

let scene: HubWorld;

function expectWhole(hub: HubWorld): void {
  const refused = hub.server.log.filter(({ status }) => status >= 400 && status !== 404);
  expect(refused.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([]);
  expect(hub.hub.runs.filter(({ status }) => status !== 'FINISHED').map(({ name, status }) => [name, status])).toEqual(
    [],
  );
}

function tracked(hub: HubWorld): Readonly<Record<string, string>> {
  return {
    tracker: 'embedl',
    'api-key': '',
    'api-base-url': '',
    'tracker-api-key': 'eh_test',
    'tracker-api-base-url': hub.server.baseUrl,
    options: 'store-model: false',
  };
}

describe('beside this machine', () => {
  let merged: string;
  const step = (): Partial<StepOptions> => ({
    modelFile: 'model.onnx',
    inputs: { ...tracked(scene), profiler: 'local', model: 'model.onnx', devices: '' },
  });

  beforeAll(async () => {
    scene = await createHubWorld();
    merged = scene.world.commit('main');
    const recorded = await scene.push(merged, MODELS.base(), step());
    expect(recorded.exitCode, recorded.log).toBe(0);
    expect(recorded.log).toContain('recorded the first baseline');
  }, 120_000);
  afterAll(() => scene.close());

  it('a slower model fails on pairs, its run is on the hub, and a re-run counts the pairs that are there', async () => {
    const head = scene.world.commit('topic', merged);
    const first = await scene.pullRequest(head, MODELS.slower(), step());
    expect(first.exitCode, first.log).toBe(1);
    const run = scene.hub.runs.find(({ id }) => id === first.outputs['run-ids']);
    const project = scene.hub.projects.get('models');
    expect(first.outputs['run-url']).toBe(`${scene.server.baseUrl}/projects/${project}/runs/${run?.id}`);
    expect(scene.world.state.comments[0]?.body).toContain(`[tracked run](${first.outputs['run-url']})`);
    expect(run?.params).toContainEqual({ name: 'latency_gate.commit', value: head });
    expect(run?.externalLinks.map(({ label }) => label)).toEqual(['Commit', 'Pull request', 'Workflow run']);
    const job = first.runs.find(({ parentRunId }) => parentRunId === run?.id);
    const params = Object.fromEntries((job?.params ?? []).map(({ name, value }) => [name, value]));
    expect(params).toMatchObject({ $device: 'local', $runtime: 'ONNX Runtime', 'latency_gate.kind': 'pair' });
    expect(params['latency_gate.ticket']).toBeUndefined();
    const again = await scene.pullRequest(head, MODELS.slower(), { ...step(), runId: first.runId, attempt: 2 });
    expect(again.exitCode, again.log).toBe(1);
    expect(again.summary).toContain('a re-run adds evidence, it does not start afresh');
    expectWhole(scene);
  });

  it('the record carries the noise on, run after run', async () => {
    const next = scene.world.commit('main');
    const recorded = await scene.push(next, MODELS.base(), step());
    expect(recorded.exitCode, recorded.log).toBe(0);
    const same = await scene.pullRequest(scene.world.commit('equal', next), MODELS.sameSpeed(), step());
    expect(same.outputs).toMatchObject({ outcome: 'pass', 'baseline-sha': next });
    expect(same.summary).toMatch(/2 runs|of 2|Trend/);
    expectWhole(scene);
  });
});

describe('beside a measuring program of one’s own', () => {
  it('records, judges and counts the pairs of an earlier attempt', async () => {
    const hub = await createHubWorld();
    onTestFinished(() => hub.close());
    const bench = join(hub.world.workspace, 'bench.sh');
    writeFileSync(
      bench,
      '#!/bin/sh\necho "{\\"schema\\": \\"latency-gate/job@1\\", \\"metrics\\": {\\"latency\\": $(head -n 1 "$1")}}"\n',
    );
    chmodSync(bench, 0o755);
    const merged = hub.world.commit('main');
    const more = (ms: number): Partial<StepOptions> => {
      writeFileSync(join(hub.world.workspace, 'net.txt'), `${ms}\nweights`);
      const own = { profiler: 'command', command: './bench.sh {model}', devices: 'board', model: 'net.txt' };
      return { modelFile: 'net.txt', inputs: { ...tracked(hub), ...own, 'max-regression': '5%' } };
    };
    const text = (ms: number) => Buffer.from(`${ms}\nweights`);
    const recorded = await hub.push(merged, text(20), more(20));
    expect(recorded.exitCode, recorded.log).toBe(0);
    const head = hub.world.commit('topic', merged);
    const slower = await hub.pullRequest(head, text(26), more(26));
    expect(slower.exitCode, slower.log).toBe(1);
    const again = await hub.pullRequest(head, text(26), { ...more(26), runId: slower.runId, attempt: 2 });
    expect(again.exitCode, again.log).toBe(1);
    expect(again.summary).toContain('a re-run adds evidence, it does not start afresh');
    expectWhole(hub);
  });
});

describe('beside files that an earlier step measured', () => {
  let hub: HubWorld;
  let merged: string;
  const inputs = () => ({
    ...tracked(hub),
    profiler: 'results',
    model: 'nets/ranker.bin',
    results: 'bench/*.json',
    'max-regression': '5%',
    devices: 'Edge board 3',
    options: 'environment:\n  firmware: 7.1\nstore-model: false',
  });

  /** One hyperfine file a job, in milliseconds. */
  function measure(times: readonly number[]): void {
    const folder = join(hub.world.workspace, 'bench');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const [index, ms] of times.entries()) {
      const seconds = { mean: ms / 1000, stddev: 0.0001, times: [ms / 1000, ms / 1000], exit_codes: [0, 0] };
      writeFileSync(join(folder, `${index}.json`), JSON.stringify({ results: [{ command: './infer', ...seconds }] }));
    }
  }

  beforeAll(async () => {
    hub = await createHubWorld();
    merged = hub.world.commit('main');
    // What one step measured is one sitting; from three of them on a regression can be told.
    for (const level of [20, 20.1, 19.9, 20]) {
      merged = hub.world.commit('main', merged);
      measure([level, level * 1.01, level * 0.99]);
      const recorded = await hub.world.step({ event: 'push', sha: merged, branch: 'main', inputs: inputs() });
      expect(recorded.exitCode, recorded.log).toBe(0);
    }
  }, 60_000);
  afterAll(() => hub.close());

  it.each([
    ['alike', [20.1, 20, 19.95], 'pass'],
    ['slower', [24, 24.3, 23.8, 24.1, 24], 'fail'],
  ] as const)('%s ones end as they must, their jobs under their device', async (title, times, outcome) => {
    measure(times);
    const head = hub.world.commit(title, merged);
    const result = await hub.world.step({ ...hub.world.pullStep(head), inputs: inputs() });
    expect(result.outputs['outcome'], result.log).toBe(outcome);
    const jobs = hub.hub.runs.filter(({ name }) => name.includes(head) && name.includes('Edge board 3'));
    expect(jobs).toHaveLength(times.length);
    expect(jobs[0]?.params).toContainEqual({ name: '$device', value: 'Edge board 3' });
    expectWhole(hub);
  });
});
