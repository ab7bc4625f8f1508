// Releases: each compared with the one before, on its own page and in its own files, which do not expire.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredRelease } from '../servers/github/state.ts';
import { MODELS } from '../support/models.ts';
import { ALL_PERMISSIONS, createWorld, forkOf, type StepResult, seedLocal, type World } from '../support/world.ts';

/** After two releases; tests that go on from there fork it. */
let before: World;
let first: Published;
let second: Published;
let shifted: string;

const WRITING = { ...ALL_PERMISSIONS, contents: 'write' } as const;
const AUTHORS_TEXT = '## What is new\r\n\r\nFaster *everything*. See #12.';

interface Published extends StepResult {
  /** The release as the step left it. */
  readonly release: StoredRelease;
  readonly files: readonly string[];
}

/** A release that somebody has just published, and the workflow on it. */
async function publish(
  world: World,
  tag: string,
  sha: string,
  model: Uint8Array,
  more: object = {},
): Promise<Published> {
  const { state } = world;
  if (!state.releases.some((release) => release.tag === tag)) {
    const publishedAt = `2026-11-0${state.releases.length + 1}T00:00:00Z`;
    const id = state.nextId++;
    state.releases.push({ id, tag, body: AUTHORS_TEXT, draft: false, prerelease: false, publishedAt, assets: [] });
  }
  state.tags.set(tag, sha);
  const result = await world.step({
    event: 'release',
    sha,
    branch: '',
    ref: `refs/tags/${tag}`,
    payload: { action: 'published', release: { tag_name: tag } },
    permissions: WRITING,
    model,
    ...more,
  });
  const release = structuredClone(releaseOf(world, tag));
  const files = release.assets.map(({ name }) => name.replaceAll(/[0-9a-f]{64}/g, 'SHA'));
  return { ...result, release, files };
}

function releaseOf({ state }: World, tag: string): StoredRelease {
  const release = state.releases.find((one) => one.tag === tag);
  if (release === undefined) throw new Error(`no release ${tag}`);
  return release;
}

beforeAll(async () => {
  before = await createWorld();
  const start = before.commit('main');
  await seedLocal(before, start, MODELS.base());
  first = await publish(before, 'v1.0.0', start, MODELS.base());
  shifted = before.commit('main');
  await before.push(shifted, MODELS.slower());
  const later = before.commit('main');
  await before.push(later, MODELS.slower());
  // What workflows left is gone by the time of the next release, but for the newest record.
  for (const artifact of before.state.artifacts)
    if (artifact.name.startsWith('latency-gate-model-')) artifact.expired = true;
  second = await publish(before, 'v1.1.0', later, MODELS.slower());
}, 300_000);
afterAll(() => before.close());

describe('the first release', () => {
  it('is measured, not judged, and says that later ones are compared with it', () => {
    expect(first).toExit(0);
    expect(first.release.body).toHaveLine('v1.0.0 measured');
    expect(first.summary).toHaveLine('first-release');
  });

  it('keeps its record, its model and the report among its files', () => {
    expect(first.files).toEqual([
      'latency-gate-model-SHA.zip',
      expect.stringMatching(/^latency-gate-record-model-[0-9a-f]{8}\.zip$/),
      'report.html',
      'report.json',
      'report.csv',
      'latency-gate-badge.json',
    ]);
  });
});

describe('the next release', () => {
  it('is compared with it by models that both were among their files, and fails nothing', () => {
    expect(second).toExit(0);
    expect(second.outputs).toMatchObject({ outcome: 'fail', regressions: expect.stringMatching(/^[12]$/) });
    const report = JSON.parse(readFileSync(second.outputs['report-json'] ?? '', 'utf8'));
    const latency = report.subjects[0].comparisons.find(
      (one: { metric: { name: string } }) => one.metric.name === 'latency',
    );
    expect(latency).toMatchObject({ paired: true, verdict: 'regressed' });
    expect(second.check).toMatchObject({ conclusion: 'neutral' });
  });

  it('names the commit in between at which the level shifted', () => {
    const report = JSON.parse(readFileSync(second.outputs['report-json'] ?? '', 'utf8'));
    expect(report.release).toMatchObject({ tag: 'v1.1.0', previous: 'v1.0.0' });
    expect(report.release.shifts).toEqual([
      expect.objectContaining({ commit: shifted, metric: 'latency', device: 'local' }),
    ]);
    expect(second.release.body).toHaveLine(`- ${shifted.slice(0, 7)}: latency of`);
  });

  it('leaves the author’s text as it is, above a block of its own', () => {
    const { body } = second.release;
    expect(body.startsWith(AUTHORS_TEXT)).toBe(true);
    expect(body).toMatch(
      /<!-- latency-gate release "" -->\n### .*v1\.1\.0 compared with v1\.0\.0: model is \d+ % slower/,
    );
  });

  it('replaces its block and its files when it runs again', async () => {
    const world = await forkOf(before);
    const release = releaseOf(world, 'v1.1.0');
    release.body = `${release.body}\n\nThanks to all!`;
    const ids = release.assets.map(({ id }) => id);
    const again = await publish(world, 'v1.1.0', world.state.tags.get('v1.1.0') ?? '', MODELS.slower());
    expect(again.release.body.match(/latency-gate release ""/g)).toHaveLength(1);
    expect(again.release.body.endsWith('Thanks to all!')).toBe(true);
    expect(again.files).toHaveLength(6);
    expect(again.release.assets.some(({ id }) => ids.includes(id))).toBe(false);
  });

  it('has a badge and a table for spreadsheets', async () => {
    const { assets } = second.release;
    const read = async (name: string) =>
      (await before.download(assets.find((asset) => asset.name === name)?.blob ?? '')).toString();
    expect(JSON.parse(await read('latency-gate-badge.json'))).toMatchObject({
      schemaVersion: 1,
      label: 'latency',
      color: 'red',
    });
    expect(await read('report.csv')).toMatch(
      /^commit,model,device,metric,.*\r\n[0-9a-f]{40},model,local,latency,ms,true,regressed,confirmed,/,
    );
  });
});

describe('a push to the default branch after a release', () => {
  it('says when the level drifted since that release, though the commit itself changed nothing', async () => {
    const world = await forkOf(before);
    world.state.releases.splice(1);
    const sha = world.commit('main');
    const result = await world.push(sha, MODELS.slower());
    expect(result).toExit(0);
    expect(result.summary).toHaveLine('drifted');
    expect(result.summary).toHaveLine(/Since the release v1\.0\.0, latency of model on local got worse by \d+/);
  });
});

describe('a tag', () => {
  it('without a release is measured and reported in the run only', async () => {
    const world = await forkOf(before);
    world.state.releases.splice(1);
    const sha = world.commit('main');
    world.state.tags.set('v2.0.0-rc', sha);
    const result = await world.step({
      event: 'push',
      sha,
      branch: '',
      ref: 'refs/tags/v2.0.0-rc',
      permissions: WRITING,
      model: MODELS.slower(),
    });
    expect(result).toExit(0);
    expect(result.log).toHaveLine('v2.0.0-rc compared with v1.0.0');
    expect(result.outputs['outcome']).toBe('fail');
  });

  it('whose token may not write releases says which permission is missing', async () => {
    const world = await forkOf(before);
    const sha = world.state.tags.get('v1.0.0') ?? '';
    const result = await publish(world, 'v1.5.0', sha, MODELS.base(), { permissions: ALL_PERMISSIONS });
    expect(result).toExit(0);
    expect(result.log).toHaveLine('contents: write');
    expect(result.release.body).toBe(AUTHORS_TEXT);
  });

  it('is needed by mode release', async () => {
    const world = await forkOf(before);
    const sha = world.state.branches.get('main') ?? '';
    const result = await world.step({
      event: 'push',
      sha,
      branch: 'main',
      model: MODELS.base(),
      inputs: { mode: 'release' },
    });
    expect(result).toExit(2);
    expect(result.log).toHaveLine('mode: found "release" on push of refs/heads/main');
  });
});
