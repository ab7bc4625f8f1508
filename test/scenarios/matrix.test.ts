// A matrix: every job its own section and check, and a last job that speaks for all of them.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODELS } from '../support/models.ts';
import { createWorld, forkOf, type StepResult, seedLocal, type World } from '../support/world.ts';

/** Both keys have a record; tests go on from there. */
let recorded: World;
let merged: string;
let head: string;

beforeAll(async () => {
  recorded = await createWorld();
  merged = recorded.commit('main');
  for (const key of ['small', 'large']) await seedLocal(recorded, merged, MODELS.base(), { key });
  head = recorded.commit('topic', merged);
});
afterAll(() => recorded.close());

/** Two jobs of one workflow run. */
async function gateBoth(world: World, more: Readonly<Record<string, string>> = {}) {
  const runId = world.state.nextId++;
  const gate = (key: string, model: Uint8Array) =>
    world.pullRequest(head, model, { runId, attempt: 1, inputs: { 'comment-key': key, ...more } });
  const small = await gate('small', MODELS.sameSpeed());
  return { runId, small, large: await gate('large', MODELS.slower()) };
}

describe('jobs with keys of their own', () => {
  it('share one comment and have a check each', async () => {
    const world = await forkOf(recorded);
    const { small, large } = await gateBoth(world);
    expect(small).toExit(0);
    expect(large).toExit(1);
    expect(world.state.comments).toHaveLength(1);
    expect(large.comment).toHaveLines(['❌ Latency Gate (large)', /(?:✅|🔲) Latency Gate \(small\)/]);
    expect([small, large].map(({ check }) => [check?.sha, check?.name, check?.conclusion])).toEqual([
      [head, 'Latency Gate (small)', 'success'],
      [head, 'Latency Gate (large)', 'failure'],
    ]);
  });
});

describe('mode report', () => {
  const QUIET = { comment: 'never', check: 'never' };
  const collect = (world: World, runId: number, attempt = 1) =>
    world.step({ ...world.pullStep(head), runId, attempt, inputs: { mode: 'report' } });

  describe('after two jobs', () => {
    let world: World;
    let report: StepResult;

    beforeAll(async () => {
      world = await recorded.fork();
      const { runId } = await gateBoth(world, { ...QUIET, 'fail-on': 'never' });
      report = await collect(world, runId);
    }, 300_000);
    afterAll(() => world.close());

    it('writes one comment and one check for all of them, and fails for all of them', () => {
      expect(report).toExit(1);
      expect(report.outputs).toMatchObject({ outcome: 'fail', regressions: '2' });
      expect(report.comments).toHaveLength(1);
      expect(report.comment).toHaveLine(/### ❌ Latency Gate: model is \d+ % slower .*, and 1 more/);
      expect(world.state.checks.map(({ sha, name, conclusion }) => [sha, name, conclusion])).toEqual([
        [head, 'Latency Gate', 'failure'],
      ]);
    });

    it('does not collect itself when it runs again', async () => {
      const again = await collect(await forkOf(world), report.runId, 2);
      expect(again.outputs).toMatchObject({ outcome: 'fail', regressions: '2' });
    });
  });

  it('is an error where no job has reported', async () => {
    const world = await forkOf(recorded);
    const alone = await collect(world, world.state.nextId++);
    expect(alone).toExit(2);
    expect(alone.log).toHaveLine('no other job of this workflow run has left a report');
  });

  it('is inconclusive where a report cannot be read, and says which', async () => {
    const world = await forkOf(recorded);
    const runId = world.state.nextId++;
    const gate = (key: string) =>
      world.pullRequest(head, MODELS.base(), { runId, inputs: { 'comment-key': key, ...QUIET } });
    const { artifacts } = await gate('small');
    await gate('large');
    const broken = artifacts.find(({ name }) => name.startsWith('latency-gate-report-'));
    const answer = { status: 404, body: {} };
    world.faults.push({ match: new RegExp(`artifacts/${broken?.id}/zip`), times: 9, answer });
    const result = await collect(world, runId);
    expect(result.outputs['outcome']).toBe('inconclusive');
    expect(result.summary).toHaveLine('report-unreadable');
  });

  it('is inconclusive where a job ended badly and no report says so', async () => {
    const world = await forkOf(recorded);
    const runId = world.state.nextId++;
    await world.pullRequest(head, MODELS.base(), { runId, inputs: { 'comment-key': 'small', ...QUIET } });
    world.state.jobs.push({ runId, attempt: 1, name: 'gate (large)', conclusion: 'failure' });
    const result = await collect(world, runId);
    expect(result.outputs['outcome']).toBe('inconclusive');
    expect(result.summary).toHaveLine('gate (large)');
  });
});
