// The main way: a push to the default branch records, pull requests are judged against it.

import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODELS } from '../support/models.ts';
import { createWorld, forkOf, type StepResult, seedLocal, type World } from '../support/world.ts';

/** Where a record, a pull request of equal speed and a slower one have been; tests that go on from there fork it. */
let before: World;
let merged: string;
let head: string;
let slowHead: string;
let recorded: StepResult;
let equal: StepResult;
let slower: StepResult;

beforeAll(async () => {
  before = await createWorld();
  merged = before.commit('main');
  recorded = await before.push(merged, MODELS.base());
  head = before.commit('topic', merged);
  equal = await before.pullRequest(head, MODELS.sameSpeed());
  slowHead = before.commit('topic');
  slower = await before.pullRequest(slowHead, MODELS.slower());
}, 300_000);
afterAll(() => before.close());

/** Without those of the artifact service, which count towards no limit. */
function apiCalls({ requests }: StepResult): string[] {
  return requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`).filter((call) => !/twirp/.test(call));
}

describe('a push to the default branch', () => {
  it('passes and says that it recorded the first baseline', () => {
    expect(recorded).toExit(0);
    expect(recorded.log).toHaveLine('recorded the first baseline');
    expect(recorded.outputs).toMatchObject({ outcome: 'inconclusive', regressions: '0', 'baseline-sha': '' });
  });

  it('keeps a run record and the model as artifacts', () => {
    expect(recorded.artifacts.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^latency-gate-model-[0-9a-f]{64}$/),
      expect.stringMatching(/^latency-gate-record-model-[0-9a-f]{8}$/),
      expect.stringMatching(/^latency-gate-[0-9a-f]{8}\.html$/),
      expect.stringMatching(/^latency-gate-report-/),
    ]);
  });

  it('concludes its check as neutral, for nothing was judged', () => {
    expect(recorded.check).toMatchObject({
      sha: merged,
      name: 'Latency Gate',
      status: 'completed',
      conclusion: 'neutral',
    });
  });
});

describe('a pull request of equal speed', () => {
  it('passes in check, comment, summary and outputs', () => {
    expect(equal).toExit(0);
    expect(equal.outputs).toMatchObject({ outcome: 'pass', 'baseline-sha': merged, 'baseline-distance': '0' });
    expect(equal.check).toMatchObject({ sha: head, conclusion: 'success' });
    expect(equal.summary).toHaveLine(/^### (?:✅|🔲) Latency Gate: /);
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

  it('spends ten calls of the API', () => {
    expect(apiCalls(equal)).toEqual([
      'POST /repos/acme/models/check-runs',
      `GET /repos/acme/models/compare/refs%2Fheads%2Fmain...${head}`,
      // The record of the merge-base, whether it can be trusted, and the model it tells of.
      'GET /repos/acme/models/actions/artifacts',
      `GET /repos/acme/models/actions/runs/${recorded.runId}`,
      expect.stringMatching(/^GET .*\/artifacts\/\d+\/zip$/),
      expect.stringMatching(/^GET .*\/artifacts\/\d+\/zip$/),
      // Whether an earlier gate of this commit left evidence.
      'GET /repos/acme/models/actions/artifacts',
      'GET /repos/acme/models/issues/7/comments',
      'POST /repos/acme/models/issues/7/comments',
      expect.stringMatching(/^PATCH \/repos\/acme\/models\/check-runs\/\d+$/),
    ]);
  });
});

describe('a slower pull request', () => {
  it('fails with a failing check, annotations and outputs', () => {
    expect(slower).toExit(1);
    expect(slower.outputs).toMatchObject({ outcome: 'fail', regressions: '2' });
    const { check } = slower;
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

  it('asks twice more: whether somebody accepted this', () => {
    expect(apiCalls(slower).slice(7)).toEqual([
      `GET /repos/acme/models/commits/${slowHead}/check-runs`,
      'GET /repos/acme/models/actions/artifacts',
      'GET /repos/acme/models/issues/7/comments',
      expect.stringMatching(/^PATCH \/repos\/acme\/models\/issues\/comments\/\d+$/),
      expect.stringMatching(/^PATCH \/repos\/acme\/models\/check-runs\/\d+$/),
    ]);
  });

  it('updates the one comment, regressions first, with the layers that did it', () => {
    expect(before.state.comments).toHaveLength(1);
    expect(slower.comment).toHaveLines([
      /^### ❌ Latency Gate: model is \d+ % slower/,
      /^\| ❌ \| local {2}\| .*\| latency /,
      /^\| ❌ .*model size/,
      // How sure a green is depends on the machine's noise.
      /^\| (?:✅|🔲) .*peak memory/,
    ]);
    expect(slower.comment).toHaveLine(/`block1\/spatial[^`]*`\s*\| Conv/);
    expect(
      slower.requests.filter(({ method, path }) => method === 'PATCH' && path.includes('/comments/')),
    ).toHaveLength(1);
  });
});

describe('running again until it is green', () => {
  it('counts what the attempt before measured, and measures nothing more', async () => {
    const world = await forkOf(before);
    const again = await world.pullRequest(slowHead, MODELS.slower(), {
      runId: slower.runId,
      attempt: 2,
    });
    expect(again).toExit(1);
    expect(again.log).not.toHaveLine('Measuring');
    expect(again.comment).toHaveLine('6 measured by an earlier attempt on this commit count on local');
  });

  it('does so in another workflow run of the same commit', async () => {
    const world = await forkOf(before);
    const reopened = await world.pullRequest(slowHead, MODELS.slower());
    expect(reopened).toExit(1);
    expect(reopened.log).not.toHaveLine('Measuring');
  });

  it('measures other bytes afresh', async () => {
    const world = await forkOf(before);
    const mended = await world.pullRequest(slowHead, MODELS.sameSpeed());
    expect(mended.outputs).toMatchObject({ outcome: 'pass' });
    expect(mended.log).toHaveLine('Measuring');
  });
});

describe('the same bytes again', () => {
  it('spends no job on a pull request that did not touch the model', async () => {
    const world = await forkOf(before);
    const result = await world.pullRequest(world.commit('docs', merged), MODELS.base());
    expect(result).toExit(0);
    expect(result.log).toHaveLine('identical to the baseline, byte for byte');
    expect(result.log).not.toHaveLine('Measuring');
    expect(result.check?.output.title).toBe('identical model, nothing to measure');
  });

  it('carries the history on when the next commit is recorded', async () => {
    const world = await forkOf(before);
    const next = world.commit('main');
    const again = await world.push(next, MODELS.base());
    expect(again.log).toHaveLine('recorded; the same bytes as the last record');
    const result = await world.pullRequest(world.commit('later', next), MODELS.base());
    expect(result.comment).toHaveLine(new RegExp(`${next.slice(0, 7)}\\)\\]\\([^)]*\\), its merge-base, .*2 runs`));
    expect(result.outputs['baseline-sha']).toBe(next);
  });

  it('falls back to the nearest recorded ancestor where a commit was not recorded', async () => {
    const world = await forkOf(before);
    const skipped = world.commit('main');
    const result = await world.pullRequest(world.commit('on-skipped', skipped), MODELS.base());
    expect(result.outputs).toMatchObject({ outcome: 'pass', 'baseline-distance': '1' });
  });
});

describe('a chosen baseline', () => {
  it('may be the newest record, a commit, or one run', async () => {
    const world = await forkOf(before);
    const newest = world.commit('main');
    await seedLocal(world, newest, MODELS.base());
    const head = world.commit('choose', merged);
    const sha = async (baseline: string) => {
      const result = await world.pullRequest(head, MODELS.base(), { inputs: { baseline } });
      return result.outputs['baseline-sha'];
    };
    expect(await sha(merged)).toBe(merged);
    expect(await sha(`run:${recorded.outputs['run-ids']}`)).toBe(merged);
    expect(await sha('latest')).toBe(newest);
  });

  it('that does not exist is an error', async () => {
    const world = await forkOf(before);
    const result = await world.pullRequest(world.commit('wrong', merged), MODELS.base(), {
      inputs: { baseline: 'run:999999' },
    });
    expect(result).toExit(2);
    expect(result.log).toHaveLine('baseline: run "999999" does not exist or cannot be trusted');
  });
});

describe('a pull request that renames the model’s input', () => {
  it('is compared all the same: both inputs have one type and shape, and get the same data', async () => {
    const world = await forkOf(before);
    const inputs = { options: 'min-time: 0.1\nmin-iterations: 10\ninput-shapes:\n  pixels: [1, 3, 64, 64]' };
    const renamed = MODELS.renamedInput();
    const result = await world.pullRequest(world.commit('rename', merged), renamed, { inputs });
    expect(result.exitCode).not.toBe(2);
    expect(result.summary).not.toContain('could not be measured beside the candidate');
  });
});
