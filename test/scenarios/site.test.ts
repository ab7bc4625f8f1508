// The site through dist/: from folders of records by the command line, from artifacts and releases in a workflow.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDesk } from '../support/command-line.ts';
import { MODELS } from '../support/models.ts';
import { simulateHistory, toRecordFiles } from '../support/simulated-history.ts';
import { createWorld, forkOf, seedLocal, type World } from '../support/world.ts';

describe('latency-gate site', () => {
  let desk: ReturnType<typeof createDesk>;
  const read = (path: string) => readFileSync(join(desk.folder, path), 'utf8');
  const inFolder = (files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`records/${name}`, text]));

  beforeEach(() => {
    desk = createDesk({ GITHUB_REPOSITORY: 'acme/models' });
    desk.put(inFolder(toRecordFiles(simulateHistory())));
    return () => desk.remove();
  });

  it('makes pages of two years with three shifts, and none of the machine that was replaced', () => {
    const { status, stdout } = desk.run('site', 'records', '--quiet');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^Made the site in latency-gate-site: 208 records of 1 model on a device, 3 changes of level;/,
    );
    const { subjects } = JSON.parse(read('latency-gate-site/index.json'));
    const { changes, environmentChanges } = JSON.parse(read(`latency-gate-site/${subjects[0].json}`)).metrics.find(
      (one: { metric: { name: string } }) => one.metric.name === 'latency',
    );
    expect(changes.map((one: { change: number }) => Math.round(one.change * 10))).toEqual([1, -1, 1]);
    expect(environmentChanges).toEqual([expect.objectContaining({ field: 'cpu' })]);
  });

  it('carries on what it remembers when the records are gone, and adds what is new', () => {
    expect(desk.run('site', 'records', '--quiet').status).toBe(0);
    const newer = simulateHistory({ runs: 220 }).slice(-20);
    desk.put({ 'newer/run.json': Object.values(toRecordFiles(newer))[0] ?? '' });
    const { status, stdout } = desk.run('site', 'newer', '--quiet', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).runs).toBe(208 + 20);
  });

  it('writes nothing where a history that was named cannot be read', () => {
    desk.put({ 'broken/history.json': '{"schema": "latency-gate/history@1", "metrics": 7}' });
    const refused = desk.run('site', 'records', '--site-folder', 'elsewhere', '--site-history', 'broken');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('site-history: "broken" could not be read: it is no latency-gate/history@1');
    expect(existsSync(join(desk.folder, 'elsewhere'))).toBe(false);
    const plain = desk.run('site', 'records', '--site-folder', 'elsewhere', '--site-history', 'http://example.com/');
    expect(plain.stderr).toContain('allowed: addresses by https');
  });

  it('says where it looked when nothing is recorded', () => {
    desk.put({ 'empty/readme.json': '{}' });
    const { status, stderr } = desk.run('site', 'empty', '--site-folder', 'none', '--quiet');
    expect(status).toBe(2);
    expect(stderr).toMatch(/No record was found in .*empty\.\nRecord first/);
    expect(desk.run('site', 'nowhere').stderr).toContain('there is no file or folder');
  });
});

describe('mode site', () => {
  let before: World;
  const shas: string[] = [];
  beforeAll(async () => {
    before = await createWorld();
    for (const model of [MODELS.base(), MODELS.sameSpeed(), MODELS.slower()]) {
      const sha = before.commit('main');
      shas.push(sha);
      await seedLocal(before, sha, model);
    }
    const id = before.state.nextId++;
    const publishedAt = '2026-11-01T00:00:00Z';
    before.state.releases.push({ id, tag: 'v1', body: '', draft: false, prerelease: false, publishedAt, assets: [] });
  }, 120_000);
  afterAll(() => before.close());

  const make = (world: World, inputs: Readonly<Record<string, string>> = {}) =>
    world.step({
      event: 'push',
      sha: shas.at(-1) ?? '',
      branch: 'main',
      inputs: { mode: 'site', ...inputs },
      permissions: { contents: 'read', actions: 'read' },
    });
  const indexOf = (world: World) =>
    JSON.parse(readFileSync(join(world.workspace, 'latency-gate-site/index.json'), 'utf8'));

  it('makes a site of the artifacts with the rights to read alone, and keeps its history for the next one', async () => {
    const world = await forkOf(before);
    const made = await make(world);
    expect(made).toExit(0);
    expect(indexOf(world)).toMatchObject({
      repositoryUrl: 'https://github.com/acme/models',
      releases: [expect.objectContaining({ tag: 'v1' })],
      subjects: [expect.objectContaining({ model: 'model', device: 'local', records: 3, commit: shas[2] })],
    });
    expect(made.artifacts.map(({ name }) => name)).toEqual(['latency-gate-history']);
    expect(made.check).toBeUndefined();
    // Artifacts of records expire; the site's own history goes on.
    for (const artifact of world.state.artifacts)
      if (artifact.name.startsWith('latency-gate-record-')) artifact.expired = true;
    const again = await make(world);
    expect(again).toExit(0);
    expect(indexOf(world).subjects[0].records).toBe(3);
  });

  it('takes nothing that a fork or a pull request left', async () => {
    const world = await forkOf(before);
    const topic = world.commit('topic', 'main');
    for (const run of world.state.runs.values())
      if (run.headSha === shas[2]) Object.assign(run, { event: 'pull_request', headSha: topic });
    const made = await make(world);
    expect(made).toExit(0);
    expect(made.log).toHaveLine(/Warning: latency-gate-record-.* is left out: it was made on the event pull_request/);
    expect(indexOf(world).subjects[0]).toMatchObject({ records: 2, commit: shas[1] });
  });

  it('stops where the history that was kept cannot be read, so that none is lost', async () => {
    const world = await forkOf(before);
    await make(world);
    const kept = world.state.artifacts.find(({ name }) => name === 'latency-gate-history');
    await world.upload(kept?.blob ?? '', Buffer.from('no archive'));
    const broken = await make(world);
    expect(broken).toExit(2);
    expect(broken.artifacts).toEqual([]);
  });
});
