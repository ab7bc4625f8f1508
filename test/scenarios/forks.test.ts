// Forks and Dependabot: what a workflow without secrets hands over, and what the one with secrets believes of it.

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTflite } from '../servers/embedl-hub/state.ts';
import { FORK_ID } from '../servers/github/state.ts';
import { zipFiles } from '../servers/zip.ts';
import { createHubWorld, type HubWorld, seedHub } from '../support/hub.ts';
import { MODELS } from '../support/models.ts';
import { createWorld, forkOf, type StepOptions, type StepResult, seedLocal, type World } from '../support/world.ts';

const READ_ONLY = { contents: 'read', 'pull-requests': 'read', checks: 'read', actions: 'read' } as const;
const FORK = { full_name: 'stranger/models' };

/** The pull request's own workflow: no secrets, a read-only token. */
function fork(sha: string, more: Partial<StepOptions> = {}): StepOptions {
  const head = { sha, ref: 'topic', repo: FORK };
  return {
    event: 'pull_request',
    sha,
    branch: '7/merge',
    payload: { pull_request: { number: 7, head, base: { ref: 'main', sha: 'not-used' } } },
    permissions: READ_ONLY,
    headRepositoryId: FORK_ID,
    ...more,
  };
}

/** What GitHub starts on the default branch when that workflow has ended. */
function afterwards(
  world: World,
  run: Pick<StepResult, 'runId'>,
  sha: string,
  more: Partial<StepOptions> = {},
): StepOptions {
  const main = world.state.branches.get('main') ?? '';
  const payload = {
    workflow_run: {
      id: run.runId,
      event: 'pull_request',
      head_sha: sha,
      head_branch: 'topic',
      head_repository: FORK,
      pull_requests: [],
    },
  };
  return { event: 'workflow_run', sha: main, branch: 'main', payload, ...more };
}

function openPull(world: World, sha: string): void {
  world.state.pulls = [
    { number: 7, headOwner: 'stranger', headBranch: 'topic', headSha: sha, base: 'main', open: true },
  ];
}

describe('a staged model', () => {
  const BASE = makeTflite(10_000, 'v1;'.padEnd(200, '.'));
  const SLOWER = makeTflite(10_000, 'slow:Google Pixel 8=1.3;'.padEnd(200, '.'));
  const SAME = makeTflite(10_000, 'v9;'.padEnd(200, '.'));
  /** Where the default branch has records; every test goes on from there. */
  let recorded: HubWorld;
  let merged: string;
  let head: string;

  beforeAll(async () => {
    recorded = await createHubWorld();
    for (let push = 0; push < 3; push += 1) {
      merged = recorded.world.commit('main');
      await seedHub(recorded)(merged, BASE);
    }
    head = recorded.world.commit('topic', merged);
  }, 300_000);
  afterAll(() => recorded.close());

  const withoutKey = { 'api-key': '', 'on-missing-key': 'stage' };

  async function openFork(): Promise<HubWorld> {
    const scene = await forkOf(recorded);
    openPull(scene.world, head);
    return scene;
  }

  /** The trusted workflow, after what the fork's left. */
  function gateStaged(scene: HubWorld, run: Pick<StepResult, 'runId'>, inputs: Readonly<Record<string, string>> = {}) {
    return scene.push(merged, SLOWER, afterwards(scene.world, run, head, { inputs: { model: '', ...inputs } }));
  }

  /** The fork's workflow, then the trusted one. */
  async function both(tamper: (run: StepResult, world: World) => void | Promise<void> = () => undefined) {
    const scene = await openFork();
    const staged = await scene.pullRequest(head, SLOWER, fork(head, { inputs: withoutKey }));
    await tamper(staged, scene.world);
    const gated = await gateStaged(scene, staged);
    return { staged, gated, spent: staged.jobs.length + gated.jobs.length };
  }

  it('is handed over without a key, and gated on workflow_run with comment and check on the pull request', async () => {
    const { staged, gated } = await both();
    expect(staged).toExit(0);
    expect(staged.summary).toHaveLine('handed to the workflow on workflow_run');
    expect(gated).toExit(1);
    expect(gated.outputs).toMatchObject({ outcome: 'fail', 'baseline-sha': merged });
    expect(staged.comments).toEqual([]);
    expect(gated.comments.map(({ pullRequest }) => pullRequest)).toEqual([7]);
    expect(gated.comment).toHaveLine('Google Pixel 8');
    expect(gated.check).toMatchObject({ sha: head, conclusion: 'failure' });
  });

  it('is green only when everything that was handed over could be used', async () => {
    const scene = await openFork();
    const staged = await scene.pullRequest(head, BASE, fork(head, { inputs: withoutKey }));
    const other = { ...fork(head), runId: staged.runId, inputs: { ...withoutKey, 'model-name': 'other' } };
    await scene.pullRequest(head, SLOWER, other);
    const broken = scene.world.state.artifacts.find(({ name }) => name.includes('staged-other'));
    if (broken !== undefined) broken.digest = `sha256:${'0'.repeat(64)}`;
    const gated = await gateStaged(scene, staged);
    expect(gated.outputs['outcome']).toBe('inconclusive');
    expect(gated.check).toMatchObject({ sha: head, conclusion: 'neutral' });
  });

  it('is bounded where the default branch names no models', async () => {
    const scene = await openFork();
    let runId = 0;
    for (let index = 0; index < 7; index += 1) {
      const inputs = { ...withoutKey, 'model-name': `junk-${index}` };
      const staged = await scene.pullRequest(head, SAME, fork(head, index === 0 ? { inputs } : { inputs, runId }));
      runId = staged.runId;
    }
    const gated = await gateStaged(scene, { runId });
    expect(gated.summary).toHaveLine('it is one of more than 5');
    expect(gated.jobs).toHaveLength(5 * 3);
  });

  it('is taken by the gate with its key only', async () => {
    const scene = await openFork();
    const staged = await scene.pullRequest(
      head,
      BASE,
      fork(head, { inputs: { ...withoutKey, 'comment-key': 'fp32' } }),
    );
    await scene.pullRequest(head, SLOWER, {
      ...fork(head, { inputs: { ...withoutKey, 'comment-key': 'int8' } }),
      runId: staged.runId,
    });
    const gated = await gateStaged(scene, staged, { 'comment-key': 'fp32' });
    expect(gated.log).not.toHaveLine('two models');
    expect(gated.summary).toHaveLine('Latency Gate (fp32)');
    expect(gated.summary).not.toHaveLine(/^\| ❌/);
    expect(gated.outputs).toMatchObject({ regressions: '0' });
  });

  it('can never be recorded as a baseline, whatever the fork calls its branch', async () => {
    const scene = await openFork();
    const staged = await scene.pullRequest(head, BASE, fork(head, { inputs: withoutKey }));
    const options = afterwards(scene.world, staged, head, { inputs: { model: '', mode: 'record' } });
    const payload = JSON.parse(JSON.stringify(options.payload).replace('"topic"', '"main"'));
    const gated = await scene.push(merged, SLOWER, { ...options, payload });
    expect(gated).toExit(2);
    expect(gated.log).toHaveLine('mode: found "record" on workflow_run');
  });

  it('is what mode stage does, too', async () => {
    const scene = await openFork();
    const staged = await scene.pullRequest(head, BASE, fork(head, { inputs: { 'api-key': '', mode: 'stage' } }));
    expect(staged).toExit(0);
    expect(staged.artifacts.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^latency-gate-staged-model-[0-9a-f]{8}$/),
    ]);
    expect(staged.checks).toEqual([]);
  });

  it('is refused when the head has moved since: nothing is spent', async () => {
    const { gated, spent } = await both((_run, { state }) => {
      const [pull] = state.pulls;
      if (pull !== undefined) pull.headSha = 'f'.repeat(40);
    });
    expect(gated.outputs['outcome']).toBe('skipped');
    expect(gated.summary).toHaveLine('its head moved to fffffff');
    expect([spent, gated.comments.length]).toEqual([0, 0]);
  });

  it('is refused when two pull requests have that head', async () => {
    const { gated } = await both((_run, { state }) => {
      const [pull] = state.pulls;
      if (pull !== undefined) state.pulls.push({ ...pull, number: 8 });
    });
    expect(gated.summary).toHaveLine('Several open pull requests');
  });

  describe('that was tampered with is refused, and nothing is spent:', () => {
    const manifest = (change: object) => ({
      schema: 'latency-gate/staged@1',
      commit: null,
      model: {
        name: 'model',
        sha256: createHash('sha256').update(BASE).digest('hex'),
        sizeBytes: BASE.length,
        format: 'tflite',
      },
      files: ['model.tflite'],
      ...change,
    });

    /** Replaces what the fork's run uploaded. */
    async function replace(
      run: StepResult,
      world: World,
      files: Readonly<Record<string, Uint8Array | string>>,
      digest?: string,
    ) {
      const bytes = zipFiles(Object.entries(files).map(([name, content]) => ({ name, content: Buffer.from(content) })));
      const artifact = world.state.artifacts.find(({ runId, name }) => runId === run.runId && name.includes('staged'));
      if (artifact === undefined) throw new Error('nothing was staged');
      await world.upload(artifact.blob, bytes);
      artifact.digest = digest ?? `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    }

    it.each([
      [
        'other bytes than the manifest says',
        (head: string) => ({
          'manifest.json': JSON.stringify(manifest({ commit: head })),
          'model/model.tflite': SLOWER,
        }),
        'its manifest says',
      ],
      [
        'another commit',
        () => ({ 'manifest.json': JSON.stringify(manifest({ commit: 'b'.repeat(40) })), 'model/model.tflite': BASE }),
        'it is of the commit bbbb',
      ],
      [
        'a manifest of another schema',
        () => ({ 'manifest.json': '{"schema": "other"}', 'model/model.tflite': BASE }),
        'it is no latency-gate/staged',
      ],
      ['no manifest', () => ({ 'model/model.tflite': BASE }), 'no such file'],
      [
        'a path out of the folder in the manifest',
        (head: string) => ({
          'manifest.json': JSON.stringify(manifest({ commit: head, files: ['../../etc/passwd'] })),
          'model/model.tflite': BASE,
        }),
        'a path inside of the artifact',
      ],
      [
        'a file that is no model',
        (head: string) => ({
          'manifest.json': JSON.stringify(manifest({ commit: head })),
          'model/model.tflite': 'nothing',
        }),
        'not a TensorFlow Lite model',
      ],
    ])('%s', async (_, files, why) => {
      const { gated, spent } = await both((run, world) => replace(run, world, files(head)));
      expect(gated.outputs['outcome']).toBe('inconclusive');
      expect(gated.summary).toHaveLine('staged-refused');
      expect(gated.summary.replaceAll(/&#\d+;/g, '')).toContain(why);
      expect(spent).toBe(0);
    });

    it('an archive that is not what GitHub says was uploaded', async () => {
      const files = { 'manifest.json': JSON.stringify(manifest({ commit: head })), 'model/model.tflite': BASE };
      const { gated } = await both((run, world) => replace(run, world, files, `sha256:${'0'.repeat(64)}`));
      expect(gated.summary).toHaveLine('was changed on its way');
    });

    it('an archive that writes outside of its folder', async () => {
      const { gated } = await both((run, world) => replace(run, world, { '../../../escaped.json': '{}' }));
      expect(gated.summary).toHaveLine('staged-refused');
      expect(gated.outputs['outcome']).toBe('inconclusive');
    });
  });

  it('by Dependabot counts as foreign as well, though its branch is in this repository', async () => {
    const scene = await openFork();
    const own = { sha: head, ref: 'topic', repo: { full_name: 'acme/models' } };
    const payload = { pull_request: { number: 7, head: own, base: { ref: 'main' } } };
    const options = { ...fork(head, { inputs: { 'api-key': '' } }), payload, env: { GITHUB_ACTOR: 'dependabot[bot]' } };
    const skipped = await scene.pullRequest(head, BASE, options);
    expect(skipped).toExit(0);
    expect(skipped.outputs['outcome']).toBe('skipped');
    const staged = await scene.pullRequest(head, BASE, { ...options, inputs: withoutKey });
    expect(staged.log).toHaveLine('Staged model');
  });
});

describe('a record that the fork measured itself', () => {
  let recorded: World;
  let merged: string;
  let head: string;

  beforeAll(async () => {
    recorded = await createWorld();
    merged = recorded.commit('main');
    await seedLocal(recorded, merged, MODELS.base());
    head = recorded.commit('topic', merged);
  }, 300_000);
  afterAll(() => recorded.close());

  async function openFork(): Promise<World> {
    const world = await forkOf(recorded);
    openPull(world, head);
    return world;
  }

  async function measureAndJudge(model: Uint8Array) {
    const world = await openFork();
    const measured = await world.step(fork(head, { model }));
    const judged = await world.step(afterwards(world, measured, head, { inputs: { model: '' } }));
    return { measured, judged };
  }

  it('is judged again here, and a pass is neutral and says who measured', async () => {
    const { measured, judged } = await measureAndJudge(MODELS.sameSpeed());
    expect(measured).toExit(0);
    expect(measured.summary).toHaveLine('sink-failed');
    expect(judged.outputs['outcome']).toBe('pass');
    expect(judged.check).toMatchObject({ sha: head, conclusion: 'neutral' });
    expect(judged.check?.output.title).toContain("measured by the fork's workflow");
    expect(judged.comment).toHaveLine('measured-by-fork');
  });

  it('fails on its own confession', async () => {
    const { judged } = await measureAndJudge(MODELS.slower());
    expect(judged).toExit(1);
    expect(judged.check).toMatchObject({ sha: head, conclusion: 'failure' });
  });

  it('cannot become a baseline, nor be about another commit', async () => {
    const { judged } = await measureAndJudge(MODELS.sameSpeed());
    expect(judged.outputs['run-ids']).toBe('');
    const world = await openFork();
    const measured = await world.step(fork(world.commit('other', merged), { model: MODELS.sameSpeed() }));
    const forged = await world.step(afterwards(world, measured, head, { inputs: { model: '' } }));
    expect(forged.outputs['outcome']).toBe('inconclusive');
    expect(forged.summary).toHaveLine('staged-refused');
  });

  it('cannot put anything into the comment by the names in it', async () => {
    const world = await openFork();
    const measured = await world.step(fork(head, { model: MODELS.sameSpeed() }));
    const artifact = world.state.artifacts.find(
      ({ runId, name }) => runId === measured.runId && name.includes('candidate'),
    );
    if (artifact === undefined) throw new Error('no record');
    const record = {
      schema: 'latency-gate/run@1',
      mode: 'gate',
      model: { name: 'model', sha256: 'a'.repeat(64), sizeBytes: 10, format: 'onnx' },
      device: 'local',
      commit: { sha: head, branch: 'topic', repository: 'stranger/models', pullRequest: null },
      createdAt: '2026-11-21T00:00:00Z',
      environment: { '</details> <!-- latency-gate end --> @acme/maintainers': 'x' },
      jobs: [{ values: { latency: 1 } }],
    };
    const bytes = zipFiles([{ name: 'run-local.json', content: Buffer.from(JSON.stringify(record)) }]);
    await world.upload(artifact.blob, bytes);
    artifact.digest = null;
    const judged = await world.step(afterwards(world, measured, head, { inputs: { model: '' } }));
    expect(judged.outputs['outcome']).toBe('inconclusive');
    expect(judged.summary).toHaveLine('staged-refused');
    expect(judged.comment).not.toHaveLine('@acme/maintainers');
  });

  it('of a pull request of this repository is left to its own gate', async () => {
    const world = await openFork();
    const own = await world.pullRequest(head, MODELS.slower());
    expect(own).toExit(1);
    const options = afterwards(world, own, head, { inputs: { model: '' } });
    const payload = JSON.parse(JSON.stringify(options.payload).replaceAll('stranger/models', 'acme/models'));
    world.state.pulls = world.state.pulls.map((pull) => ({ ...pull, headOwner: 'acme' }));
    const after = await world.step({ ...options, payload });
    expect(after).toExit(0);
    expect(after.log).toHaveLine('its own workflow reports');
    expect(after.checks).toEqual([]);
  });

  it('staged for this machine is not executed here', async () => {
    const world = await openFork();
    const staged = await world.step(fork(head, { model: MODELS.sameSpeed(), inputs: { mode: 'stage' } }));
    const gated = await world.step(afterwards(world, staged, head, { inputs: { model: '' } }));
    expect(gated.outputs['outcome']).toBe('inconclusive');
    expect(gated.summary).toHaveLine('would execute it beside the secrets');
  });

  it('is nothing when the triggering run was a push, or left nothing', async () => {
    const world = await openFork();
    const pushed = await world.push(merged, MODELS.base());
    const options = afterwards(world, pushed, head, { inputs: { model: '' } });
    const empty = await world.step(options);
    expect(empty.outputs['outcome']).toBe('inconclusive');
    expect(empty.summary).toHaveLine('left nothing that could be used');
  });
});
