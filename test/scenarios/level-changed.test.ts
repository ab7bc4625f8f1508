// A level that crept past every gate: the record that makes it visible says so, once, and the next release names it.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_PERMISSIONS, createWorld, type StepResult, type World } from '../support/world.ts';

const INPUTS = {
  model: 'ranker',
  backend: 'results',
  results: 'bench/*.json',
  devices: 'board',
  'max-regression': '5%',
};

let world: World;
const records: StepResult[] = [];
const commits: string[] = [];
let released: string;

/** What a step measured before this one. */
function measure(ms: number): void {
  const folder = join(world.workspace, 'bench');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const result = {
    command: './infer',
    mean: ms / 1000,
    stddev: 0.0001,
    times: [ms / 1000, ms / 1000],
    exit_codes: [0, 0],
  };
  writeFileSync(join(folder, '1.json'), JSON.stringify({ results: [result] }));
}

async function publish(tag: string, sha: string): Promise<StepResult> {
  const { state } = world;
  const publishedAt = `2026-11-0${state.releases.length + 1}T00:00:00Z`;
  state.releases.push({ id: state.nextId++, tag, body: '', draft: false, prerelease: false, publishedAt, assets: [] });
  state.tags.set(tag, sha);
  const payload = { action: 'published', release: { tag_name: tag } };
  const permissions = { ...ALL_PERMISSIONS, contents: 'write' } as const;
  return world.step({
    event: 'release',
    sha,
    branch: '',
    ref: `refs/tags/${tag}`,
    payload,
    permissions,
    inputs: INPUTS,
  });
}

const LEVELS = [...Array<number>(8).fill(20), ...Array<number>(6).fill(20.8)];
/** The first run at the new level. */
const CHANGED_AT = 8;

beforeAll(async () => {
  world = await createWorld();
  for (const [place, level] of LEVELS.entries()) {
    measure(level * (1 + 0.004 * Math.sin(7.3 * (place + 1))));
    const sha = world.commit('main');
    commits.push(sha);
    records.push(await world.step({ event: 'push', sha, branch: 'main', inputs: INPUTS }));
    if (place === 1) await publish('v1.0.0', sha);
  }
  await publish('v1.1.0', commits.at(-1) ?? '');
  released = world.state.releases.find(({ tag }) => tag === 'v1.1.0')?.body ?? '';
}, 300_000);
afterAll(() => world.close());

const named = () => [-3, -2, -1, 0, 1, 2, 3].map((off) => (commits[CHANGED_AT + off] ?? '').slice(0, 7));

describe('+4 % under a limit of 5 %', () => {
  it('fails no record', () => {
    for (const record of records) expect(record).toExit(0);
  });

  it('is told by one record, with its size and about where it landed', () => {
    const told = records.filter(({ summary }) => summary.includes('level-changed'));
    expect(told).toHaveLength(1);
    const [, change, commit] = /changed by \+(\d\.\d) % at (\w{7})/.exec(told[0]?.summary ?? '') ?? [];
    expect(Number(change)).toBeCloseTo(4, 0);
    expect(named()).toContain(commit);
  });

  it('is named by the next release', () => {
    expect(released).toContain('Where it changed since');
    const [, commit] = /- (\w{7}): latency of `ranker` on .*board.*\+[34]/.exec(released) ?? [];
    expect(named()).toContain(commit);
  });
});
