// The first gates after an upgrade: what version 0.1 left in artifacts, on the hub and in the comment is gone on with.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HubRun, makeTflite } from '../servers/embedl-hub/state.ts';
import { REPOSITORY_ID } from '../servers/github/state.ts';
import { zipFiles } from '../servers/zip.ts';
import { createHubWorld, type HubWorld } from '../support/hub.ts';
import { MODELS } from '../support/models.ts';
import { createWorld, type World } from '../support/world.ts';

const FOLDER = join(import.meta.dirname, '..', 'formats', '0.1');
const read = (...path: string[]) => readFileSync(join(FOLDER, ...path), 'utf8');

/** An artifact of a push to the default branch. */
async function addArtifact(world: World, sha: string, name: string, file: string, content: Uint8Array | string) {
  const { state } = world;
  const [runId, id] = [state.nextId++, state.nextId++];
  const headBranch = state.defaultBranch;
  const startedAt = '2026-01-01T00:00:00Z';
  const run = { id: runId, event: 'push', headSha: sha, headBranch, headRepositoryId: REPOSITORY_ID };
  state.runs.set(runId, { ...run, startedAt, attempt: 1 });
  const bytes = zipFiles([{ name: file, content: Buffer.from(content) }]);
  const blob = `${state.space}/${id}`;
  await world.upload(blob, bytes);
  const artifact = { id, runId, name, blob, sizeBytes: bytes.length, createdAt: startedAt };
  state.artifacts.push({ ...artifact, expired: false, digest: null });
}

describe('on this machine', () => {
  let world: World;
  let merged: string;

  beforeEach(async () => {
    world = await createWorld();
    // Later than the runs that wrote the comment.
    world.state.nextId = 1000;
    // The stand-in gives a repository's commits the same names each time: these are those of the record.
    for (let count = 0; count < 3; count += 1) merged = world.commit('main');
    const [file = ''] = readdirSync(join(FOLDER, 'records', 'history'));
    const record = read('records', 'history', file);
    const names: readonly string[] = JSON.parse(read('artifact-names.json'));
    const name = names.find((one) => one.startsWith('latency-gate-record-model-')) ?? '';
    await addArtifact(world, merged, name, file, record);
    const { sha256 } = JSON.parse(record).model;
    await addArtifact(world, merged, `latency-gate-model-${sha256}`, 'model.onnx', MODELS.base());
  });
  afterEach(() => world.close());

  it('the same bytes pass against the old record', async () => {
    const result = await world.pullRequest(world.commit('topic', merged), MODELS.base());
    expect(result).toExit(0);
    expect(result.outputs).toMatchObject({ outcome: 'pass', 'baseline-sha': merged, 'baseline-distance': '0' });
    expect(result.summary).toHaveLine('record-older');
  });

  it('a slower model fails against it, and the old comment is written on', async () => {
    const author = { login: 'github-actions[bot]', type: 'Bot', association: 'NONE' };
    const at = '2026-01-01T00:00:00Z';
    const body = read('comment.md');
    world.state.comments.push({ id: 1, pullRequest: 7, body, author, createdAt: at, updatedAt: at });
    const result = await world.pullRequest(world.commit('topic', merged), MODELS.slower());
    expect(result).toExit(1);
    expect(result.outputs).toMatchObject({ outcome: 'fail', 'baseline-sha': merged });
    expect(result.comments.map(({ id }) => id)).toEqual([1]);
    expect(result.comment).toHaveLine(/^### ❌ Latency Gate: /);
  });
});

describe('on the hub', () => {
  let scene: HubWorld;
  let merged: string;

  beforeEach(async () => {
    scene = await createHubWorld();
    for (let count = 0; count < 2; count += 1) merged = scene.world.commit('main');
    const saved: {
      projects: Record<string, string>;
      runs: HubRun[];
      uploads: { id: string; model: string }[];
      nextId: number;
    } = JSON.parse(read('services', 'embedl.json'));
    for (const [name, id] of Object.entries(saved.projects)) scene.hub.projects.set(name, id);
    scene.hub.runs.push(...saved.runs);
    scene.hub.nextId = saved.nextId;
  });
  afterEach(() => scene.close());

  it('the same bytes pass against the old record, and nothing is spent', async () => {
    const base = makeTflite(10_000, 'v1;'.padEnd(200, '.'));
    const inputs = { devices: 'Google Pixel 8' };
    const result = await scene.pullRequest(scene.world.commit('topic', merged), base, { inputs });
    expect(result).toExit(0);
    expect(result.outputs).toMatchObject({ outcome: 'pass', 'baseline-sha': merged });
    expect(result.jobs).toEqual([]);
  });
});
