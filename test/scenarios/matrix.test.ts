// A matrix: every job its own section and check, and a last job that speaks for all of them.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODELS } from '../support/models.ts';
import { createWorld, type StepResult, type World } from '../support/world.ts';

let world: World;
let merged: string;

beforeAll(async () => {
  world = await createWorld();
  merged = world.commit('main');
  for (const key of ['small', 'large']) await world.push(merged, MODELS.base(), { 'comment-key': key });
}, 120_000);
afterAll(() => world.close());

/** Two jobs of one workflow run. */
async function gateBoth(head: string, more: Readonly<Record<string, string>> = {}) {
  const runId = world.state.nextId++;
  const common = { runId, attempt: 1 };
  const small = await world.pullRequest(head, MODELS.sameSpeed(), {
    ...common,
    inputs: { 'comment-key': 'small', ...more },
  });
  const large = await world.pullRequest(head, MODELS.slower(), {
    ...common,
    inputs: { 'comment-key': 'large', ...more },
  });
  return { runId, small, large };
}

describe('jobs with keys of their own', () => {
  it('share one comment and have a check each', async () => {
    const head = world.commit('topic', merged);
    const { small, large } = await gateBoth(head);
    expect([small.exitCode, large.exitCode]).toEqual([0, 1]);
    expect(world.state.comments).toHaveLength(1);
    const body = world.state.comments[0]?.body ?? '';
    expect(body).toMatch(/❌ Latency Gate \(large\)[\s\S]*✅ Latency Gate \(small\)/);
    const checks = world.state.checks.filter(({ sha }) => sha === head);
    expect(checks.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['Latency Gate (small)', 'success'],
      ['Latency Gate (large)', 'failure'],
    ]);
  });
});

describe('mode report', () => {
  let head: string;
  let report: StepResult;

  beforeAll(async () => {
    world.state.comments = [];
    head = world.commit('topic-2', merged);
    const { runId } = await gateBoth(head, { comment: 'never', check: 'never', 'fail-on': 'never' });
    report = await world.step({ ...world.pullStep(head), runId, inputs: { mode: 'report' } });
  }, 120_000);

  it('writes one comment and one check for all of them, and fails for all of them', () => {
    expect(report.exitCode).toBe(1);
    expect(report.outputs).toMatchObject({ outcome: 'fail', regressions: '2' });
    expect(world.state.comments).toHaveLength(1);
    expect(world.state.comments[0]?.body).toMatch(/### ❌ Latency Gate: model is \d+ % slower .*, and 1 more/);
    const checks = world.state.checks.filter(({ sha }) => sha === head);
    expect(checks.map(({ name, conclusion }) => [name, conclusion])).toEqual([['Latency Gate', 'failure']]);
  });

  it('does not collect itself when it runs again', async () => {
    const { runId } = report;
    const again = await world.step({ ...world.pullStep(head), runId, attempt: 2, inputs: { mode: 'report' } });
    expect(again.outputs).toMatchObject({ outcome: 'fail', regressions: '2' });
  });

  it('is an error where no job has reported', async () => {
    const alone = await world.step({ ...world.pullStep(head), inputs: { mode: 'report' } });
    expect(alone.exitCode).toBe(2);
    expect(alone.log).toContain('no other job of this workflow run has left a report');
  });

  it('is inconclusive where a report cannot be read, and says which', async () => {
    const runId = world.state.nextId++;
    const quiet = { comment: 'never', check: 'never' };
    await world.pullRequest(head, MODELS.base(), { runId, inputs: { 'comment-key': 'small', ...quiet } });
    await world.pullRequest(head, MODELS.base(), { runId, inputs: { 'comment-key': 'large', ...quiet } });
    const [broken] = world.state.artifacts.filter(
      (artifact) => artifact.runId === runId && artifact.name.startsWith('latency-gate-report-'),
    );
    world.faults.push({
      match: new RegExp(`artifacts/${broken?.id}/zip`),
      times: 9,
      answer: { status: 404, body: {} },
    });
    const result = await world.step({ ...world.pullStep(head), runId, inputs: { mode: 'report' } });
    expect(result.outputs['outcome']).toBe('inconclusive');
    expect(result.summary).toContain('report-unreadable');
  });

  it('is inconclusive where a job ended badly and no report says so', async () => {
    const runId = world.state.nextId++;
    const quiet = { comment: 'never', check: 'never' };
    await world.pullRequest(head, MODELS.base(), { runId, inputs: { 'comment-key': 'small', ...quiet } });
    world.state.jobs.push({ runId, attempt: 1, name: 'gate (large)', conclusion: 'failure' });
    const result = await world.step({ ...world.pullStep(head), runId, attempt: 1, inputs: { mode: 'report' } });
    expect(result.outputs['outcome'], result.log).toBe('inconclusive');
    expect(result.summary).toContain('gate (large)');
  });
});
