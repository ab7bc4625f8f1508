// A step that dies while it does what its log says: cancelled, ended or killed at every line. The post step or the next
// attempt closes or takes up what it finds. Every day another sixth of the cases; all of them with DYING=all.

import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTflite } from '../servers/embedl-hub/state.ts';
import { createHubWorld, type HubWorld } from '../support/hub.ts';

const BASE = makeTflite(10_000, 'v1;'.padEnd(200, '.'));
const SAME = makeTflite(10_000, 'v2;'.padEnd(200, '.'));
const inputs = { devices: 'Google Pixel 8' };
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;
/** What a token may that cannot write checks. */
const STATUSES_ONLY = { contents: 'read', 'pull-requests': 'write', actions: 'read', statuses: 'write' } as const;
const MS_A_DAY = 86_400_000;
const PARTS = 6;

let seed: HubWorld;
let head: string;
/** Beginnings of the lines that a gate without trouble logs, each once. */
let steps: readonly string[];

beforeAll(async () => {
  seed = await createHubWorld();
  const merged = seed.world.commit('main');
  await seed.push(merged, BASE, { inputs });
  head = seed.world.commit('topic', merged);
  const scene = await seed.fork();
  const plain = await scene.pullRequest(head, SAME, { inputs });
  await scene.close();
  expect(plain.outputs['outcome'], plain.log).toBe('pass');
  steps = [...new Set(plain.log.split('\n').filter(isStep).map(toStep))];
}, 120_000);
afterAll(() => seed.close());

/** Not what the artifact client tells of its own work beyond its first lines. */
function isStep(line: string): boolean {
  return line.trim() !== '' && !line.startsWith('::debug::') && !line.startsWith('::endgroup');
}

/** Without numbers, which differ from time to time. */
function toStep(line: string): string {
  return line.split(/\d/)[0]?.trim().slice(0, 60) ?? '';
}

function toPattern(text: string): RegExp {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

const open = ({ hub }: HubWorld) => hub.runs.filter(({ status }) => ['RUNNING', 'SCHEDULED'].includes(status));

async function die(step: string, name: (typeof SIGNALS)[number]): Promise<void> {
  const scene = await seed.fork();
  const at = `${name} at "${step}"`;
  try {
    const { state } = scene.world;
    const dead = await scene.pullRequest(head, SAME, { inputs, signal: { name, after: toPattern(step) } });
    expect([0, 2, 130, 143, null], `${at}: exit code`).toContain(dead.exitCode);
    const waiting = state.checks.filter(({ status }) => status !== 'completed');
    expect(waiting, `${at}: a check is in progress after the post step\n${dead.post}`).toEqual([]);
    const again = await scene.pullRequest(head, SAME, { inputs, runId: dead.runId, attempt: 2 });
    expect(again.outputs['outcome'], `${at}: ${again.log}`).toBe('pass');
    expect(state.checks.at(-1), at).toMatchObject({ status: 'completed', conclusion: 'success' });
    expect(state.comments, at).toHaveLength(1);
    expect(open(scene), `${at}: runs are open`).toEqual([]);
  } finally {
    await scene.close();
  }
}

describe('a gate that dies', () => {
  it('says what it does', () => {
    expect(steps.length).toBeGreaterThan(8);
  });

  it.each([
    ['check', 'checks', {}, { status: 'completed', conclusion: 'cancelled' }],
    ['commit status', 'statuses', { permissions: STATUSES_ONLY }, { state: 'error' }],
  ] as const)('leaves no %s open that GitHub was opening when it was killed', async (_, kind, more, last) => {
    const scene = await seed.fork();
    const made: { push: (...made: never[]) => number } = scene.world.state[kind];
    // Before the answer is on its way.
    const after = (send: () => void) => {
      made.push = (...one) => {
        send();
        Reflect.deleteProperty(made, 'push');
        return made.push(...one);
      };
    };
    const dead = await scene.pullRequest(head, SAME, { inputs, signal: { name: 'SIGKILL', after }, ...more });
    await scene.close();
    expect(dead.exitCode).toBeNull();
    expect(scene.world.state[kind].filter(({ sha }) => sha === head).at(-1)).toMatchObject(last);
  });

  it('leaves nothing open that the post step or the next attempt does not close', async () => {
    const all = steps.flatMap((step) => SIGNALS.map((name) => [step, name] as const));
    const part = Math.floor(Date.now() / MS_A_DAY) % PARTS;
    const cases = process.env['DYING'] === 'all' ? all : all.filter((_, index) => index % PARTS === part);
    for (const [step, name] of cases) await die(step, name);
  }, 600_000);
});
