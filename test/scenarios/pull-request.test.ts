// The main way: a push to the default branch records, pull requests are judged against it.

import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODELS } from '../support/models.ts';
import { createWorld, type StepResult, type World } from '../support/world.ts';

let world: World;
let recorded: StepResult;
let merged: string;
let head: string;
let equal: StepResult;
let slower: StepResult;

beforeAll(async () => {
  world = await createWorld();
  merged = world.commit('main');
  recorded = await world.push(merged, MODELS.base());
  head = world.commit('topic', merged);
  equal = await world.pullRequest(head, MODELS.sameSpeed());
  slower = await world.pullRequest(world.commit('topic'), MODELS.slower());
}, 180_000);
afterAll(() => world.close());

function calls(result: StepResult): string[] {
  return result.requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
}

describe('a push to the default branch', () => {
  it('passes and says that it recorded the first baseline', () => {
    expect(recorded.exitCode).toBe(0);
    expect(recorded.log).toContain('recorded the first baseline');
    expect(recorded.outputs).toMatchObject({ outcome: 'inconclusive', regressions: '0', 'baseline-sha': '' });
  });

  it('keeps a run record and the model as artifacts', () => {
    const names = world.state.artifacts.filter(({ runId }) => runId === recorded.runId).map(({ name }) => name);
    expect(names).toEqual([
      expect.stringMatching(/^latency-gate-record-model-[0-9a-f]{8}$/),
      expect.stringMatching(/^latency-gate-model-[0-9a-f]{64}$/),
      expect.stringMatching(/^latency-gate-[0-9a-f]{8}\.html$/),
      expect.stringMatching(/^latency-gate-report-/),
    ]);
  });

  it('concludes its check as neutral, for nothing was judged', () => {
    const check = world.state.checks.find(({ sha }) => sha === merged);
    expect(check).toMatchObject({ name: 'Latency Gate', status: 'completed', conclusion: 'neutral' });
  });
});

describe('a pull request of equal speed', () => {
  it('passes in check, comment, summary and outputs', () => {
    expect(equal.exitCode).toBe(0);
    expect(equal.outputs).toMatchObject({ outcome: 'pass', 'baseline-sha': merged, 'baseline-distance': '0' });
    expect(world.state.checks.find(({ sha }) => sha === head)).toMatchObject({ conclusion: 'success' });
    expect(equal.summary).toContain('### ✅ Latency Gate: not worse: latency ');
    expect(equal.outputs['comment-url']).toBe(slower.outputs['comment-url']);
  });

  it('leaves the report files where the outputs say', () => {
    const report: unknown = JSON.parse(readFileSync(equal.outputs['report-json'] ?? '', 'utf8'));
    expect(report).toMatchObject({
      schema: 'latency-gate/report@1',
      outcome: 'pass',
      commit: { sha: head, pullRequest: 7 },
    });
    expect(existsSync(equal.outputs['report-markdown'] ?? '')).toBe(true);
  });

  it('spends at most 14 calls of the REST API', () => {
    const rest = calls(equal).filter((call) => !call.includes('/twirp/'));
    expect(rest).toEqual([
      'POST /repos/acme/models/check-runs',
      `GET /repos/acme/models/compare/main...${head}`,
      'GET /repos/acme/models/commits',
      'GET /repos/acme/models/actions/artifacts',
      `GET /repos/acme/models/actions/runs/${recorded.runId}`,
      expect.stringMatching(/^GET .*\/artifacts\/\d+\/zip$/),
      'GET /repos/acme/models/actions/artifacts',
      expect.stringMatching(/^GET .*\/artifacts\/\d+\/zip$/),
      // Whether an earlier gate of this commit left evidence.
      'GET /repos/acme/models/actions/artifacts',
      'GET /repos/acme/models/issues/7/comments',
      'POST /repos/acme/models/issues/7/comments',
      // The sections of other jobs of this workflow run.
      expect.stringMatching(/^GET .*\/actions\/runs\/\d+\/artifacts$/),
      'GET /repos/acme/models/issues/7/comments',
      expect.stringMatching(/^PATCH \/repos\/acme\/models\/check-runs\/\d+$/),
    ]);
  });
});

describe('a slower pull request', () => {
  it('fails with a failing check, annotations and outputs', () => {
    expect(slower.exitCode).toBe(1);
    expect(slower.outputs).toMatchObject({ outcome: 'fail', regressions: '2' });
    const check = world.state.checks.at(-1);
    expect(check).toMatchObject({ status: 'completed', conclusion: 'failure' });
    expect(check?.output.title).toMatch(/^model is \d+ % slower \([\d.]+ → [\d.]+ [µm]s, confirmed\), and 1 more$/);
    expect(check?.output.annotations[0]).toMatchObject({
      annotation_level: 'failure',
      title: 'model: latency regressed on local',
    });
    expect(slower.log).toMatch(
      /::error title=model%3A latency regressed on local::latency .* \(\+\d+ %25; 6 pairs, confirmed\)/,
    );
  });

  it('updates the one comment, regressions first, with the layers that did it', () => {
    expect(world.state.comments).toHaveLength(1);
    const body = world.state.comments[0]?.body ?? '';
    expect(body).toMatch(/### ❌ Latency Gate: model is \d+ % slower/);
    expect(body).toMatch(
      /\| ❌ \| local {2}\| .*\| latency .*\n\| ❌ .*model size[\s\S]*1 unchanged[\s\S]*\n\| ✅ .*peak memory/,
    );
    expect(body).toMatch(/`block1\/spatial[^`]*`\s*\| Conv/);
    expect(
      slower.requests.filter(({ method, path }) => method === 'PATCH' && path.includes('/comments/')),
    ).toHaveLength(1);
  });
});

describe('running again until it is green', () => {
  it('counts what the attempt before measured, and measures nothing more', async () => {
    const again = await world.pullRequest(world.state.checks.at(-1)?.sha ?? '', MODELS.slower(), {
      runId: slower.runId,
      attempt: 2,
    });
    expect(again.exitCode).toBe(1);
    expect(again.log).not.toContain('Measuring');
    expect(world.state.comments[0]?.body).toContain('6 measured by an earlier attempt on this commit count on local');
  });

  it('does so in another workflow run of the same commit', async () => {
    const reopened = await world.pullRequest(world.state.checks.at(-1)?.sha ?? '', MODELS.slower());
    expect(reopened.exitCode).toBe(1);
    expect(reopened.log).not.toContain('Measuring');
  });

  it('measures other bytes afresh', async () => {
    const mended = await world.pullRequest(world.state.checks.at(-1)?.sha ?? '', MODELS.sameSpeed());
    expect(mended.outputs).toMatchObject({ outcome: 'pass' });
    expect(mended.log).toContain('Measuring');
  });
});

describe('the same bytes again', () => {
  it('spends no job on a pull request that did not touch the model', async () => {
    const result = await world.pullRequest(world.commit('docs', merged), MODELS.base());
    expect(result.exitCode).toBe(0);
    expect(result.log).toContain('identical to the baseline, byte for byte');
    expect(result.log).not.toContain('Measuring');
    expect(world.state.checks.at(-1)?.output.title).toBe('identical model, nothing to measure');
  });

  it('carries the history on when the next commit is recorded', async () => {
    const next = world.commit('main');
    const again = await world.push(next, MODELS.base());
    expect(again.log).toContain('recorded; the same bytes as the last record');
    const result = await world.pullRequest(world.commit('later', next), MODELS.base());
    expect(world.state.comments[0]?.body).toMatch(/0000005\)\]\([^)]*\), its merge-base, .*2 runs/);
    expect(result.outputs['baseline-sha']).toBe(next);
  });

  it('falls back to the nearest recorded ancestor where a commit was not recorded', async () => {
    const skipped = world.commit('main');
    const result = await world.pullRequest(world.commit('on-skipped', skipped), MODELS.base());
    expect(result.outputs).toMatchObject({ outcome: 'pass', 'baseline-distance': '1' });
  });
});

describe('a chosen baseline', () => {
  it('may be the newest record, a commit, or one run', async () => {
    const head = world.commit('choose', merged);
    const sha = async (baseline: string) => {
      const result = await world.pullRequest(head, MODELS.base(), { inputs: { baseline } });
      return result.outputs['baseline-sha'];
    };
    expect(await sha(merged)).toBe(merged);
    expect(await sha(`run:${recorded.outputs['run-ids']}`)).toBe(merged);
    expect(await sha('latest')).not.toBe(merged);
  });

  it('that does not exist is an error', async () => {
    const result = await world.pullRequest(world.commit('wrong', merged), MODELS.base(), {
      inputs: { baseline: 'run:999999' },
    });
    expect(result.exitCode).toBe(2);
    expect(result.log).toContain('baseline: run "999999" does not exist or cannot be trusted');
  });
});

describe('a pull request that renames the model’s input', () => {
  it('is told that the old model could not be measured beside it, and does not break', async () => {
    const inputs = { options: 'min-time: 0.1\nmin-iterations: 10\ninput-shapes:\n  pixels: [1, 3, 64, 64]' };
    const renamed = MODELS.renamedInput();
    const result = await world.pullRequest(world.commit('rename', merged), renamed, { inputs });
    expect(result.exitCode).not.toBe(2);
    expect(result.summary).toContain('could not be measured beside the candidate');
  });
});
