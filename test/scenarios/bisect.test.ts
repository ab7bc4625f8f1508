// `bisect` through dist/: among recorded models, with gaps, by a build, and where there is nothing to be found.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { buildMobileNet } from '../../demo/mobilenet.ts';
import { encodeModel } from '../../demo/onnx.ts';
import type { Bisection } from '../../src/domain/bisection.ts';
import { createDesk } from '../support/command-line.ts';
import { recordModels } from '../support/recorded-models.ts';
import { skipsSlow } from '../support/slow.ts';
import { createWorld, seedLocal } from '../support/world.ts';

const QUICK = ['--options', 'min-time: 0.1', '--options', 'warmup-time: 0.05', '--options', 'min-iterations: 10'];
const SHAPE = { imageSize: 64, channels: [32, 32], strides: [1, 1] };
const fast = (seed: number) => encodeModel(buildMobileNet({ ...SHAPE, seed }));
const slow = (seed: number) => encodeModel(buildMobileNet({ ...SHAPE, seed, fullConvolutions: [0, 1] }));
const history = (count: number, at: number) =>
  Array.from({ length: count }, (_, place) => (place >= at ? slow(place + 1) : fast(place + 1)));

describe('latency-gate bisect', () => {
  let desk: ReturnType<typeof createDesk>;
  beforeEach(() => {
    desk = createDesk();
  });
  afterEach(() => desk.remove());

  const search = (...args: string[]) => {
    const { status, stdout, stderr } = desk.run(
      'bisect',
      ...args,
      '--model-name',
      'net',
      '--json',
      '--quiet',
      ...QUICK,
    );
    if (status !== 0) throw new Error(stderr);
    const [found] = (JSON.parse(stdout) as { readonly found: readonly Bisection[] }).found;
    if (found === undefined) throw new Error('no answer');
    return found;
  };

  it('names the commit among nine, in three steps, and by how much it changed', async () => {
    const shas = await recordModels(desk.folder, history(9, 6));
    const found = search(shas[0] ?? '');
    expect(found).toMatchObject({ end: 'found', good: shas[5], bad: shas[6], commits: [shas[6]] });
    expect(found.steps.length).toBeLessThanOrEqual(3);
    expect(found.pairs).toBeLessThanOrEqual(found.maxPairs);
    expect(found.change?.change).toBeGreaterThan(0.5);
    expect(readdirSync(desk.folder).sort()).toEqual(['.git', '.gitignore', '.latency-gate']);
  });

  it.skipIf(skipsSlow)('answers the range where models in between are not kept, and says so', async () => {
    const shas = await recordModels(desk.folder, history(9, 4), (place) => ![3, 4, 5].includes(place));
    const found = search(shas[0] ?? '', shas[8] ?? '');
    expect(found).toMatchObject({ end: 'range', good: shas[2], bad: shas[6], commits: shas.slice(3, 7) });
    expect(found.reasons).toEqual(['No model of the 3 commits in between could be had.']);
  });

  it.skipIf(skipsSlow)('ends where max-pairs ends, with the range that is left', async () => {
    const shas = await recordModels(desk.folder, history(17, 6));
    const found = search(shas[0] ?? '', '--max-pairs', '6');
    expect(found.end).toBe('range');
    expect(found.pairs).toBeLessThanOrEqual(6);
    expect(found.commits).toContain(shas[6]);
  });

  it.skipIf(skipsSlow)('names no commit where the ends are equally fast', async () => {
    const shas = await recordModels(desk.folder, history(5, 9));
    const found = search(shas[0] ?? '');
    expect(found.end).toBe('no-change');
    expect(found.commits).toEqual([]);
  });

  it.skipIf(skipsSlow)('builds in worktrees what is not kept, and takes them away', async () => {
    desk.put({ 'models/fast.bin': fast(1), 'models/slow.bin': slow(2) });
    const shas = await recordModels(desk.folder, history(5, 9), () => false);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: desk.folder, encoding: 'utf8' }).trim();
    desk.put({ speed: 'slow' });
    git('add', 'speed');
    git('commit', '-qm', 'slower');
    const culprit = git('rev-parse', 'HEAD');
    git('commit', '-q', '--allow-empty', '-m', 'later');
    const build = 'cp "models/$(cat speed 2>/dev/null || echo fast).bin" net.onnx';
    desk.put({ 'net.onnx': fast(1) });
    const { status, stdout, stderr } = desk.run(
      'bisect',
      shas[0] ?? '',
      '--model',
      'net.onnx',
      '--build',
      build,
      '--json',
      ...QUICK,
    );
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout).found[0]).toMatchObject({ end: 'found', bad: culprit });
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
    expect(existsSync(join(desk.folder, 'speed'))).toBe(true);
  });

  it('refuses what it cannot search between', async () => {
    const shas = await recordModels(desk.folder, history(3, 2), (place) => place > 0);
    expect(desk.run('bisect')).toMatchObject({ status: 2, stderr: expect.stringContaining('found 0 commits') });
    expect(desk.run('bisect', 'v9', '--model-name', 'net').stderr).toContain('"v9" is no commit here');
    expect(desk.run('bisect', shas[2] ?? '', shas[0] ?? '', '--model-name', 'net').stderr).toContain(
      'no first-parent ancestor',
    );
    expect(desk.run('bisect', shas[0] ?? '', '--model-name', 'net').stderr).toContain('it is not kept, or has expired');
    expect(desk.run('bisect', shas[1] ?? '', '--model-name', 'net', '--metric', 'model_size').stderr).toContain(
      'metric: found "model_size"',
    );
  });
});

describe('mode bisect', () => {
  it.skipIf(skipsSlow)(
    'searches since the last release, and names the commit in an output and in the summary',
    async () => {
      const world = await createWorld();
      onTestFinished(() => world.close());
      const shas: string[] = [];
      for (const model of [fast(1), fast(2), slow(3), slow(4)]) {
        const sha = world.commit('main');
        shas.push(sha);
        await seedLocal(world, sha, model);
      }
      const [first = '', , culprit, last = ''] = shas;
      world.state.tags.set('v1', first);
      const release = {
        tag: 'v1',
        body: '',
        draft: false,
        prerelease: false,
        publishedAt: '2026-11-01T00:00:00Z',
        assets: [],
      };
      world.state.releases.push({ id: world.state.nextId++, ...release });
      const inputs = { mode: 'bisect', 'model-name': 'model', model: '' };
      const permissions = { contents: 'read', actions: 'read' } as const;
      const result = await world.step({ event: 'push', sha: last, branch: 'main', inputs, permissions });
      expect(result).toExit(0);
      expect(result.outputs['bisect-commit']).toBe(culprit);
      expect(result.summary).toContain(`/commit/${culprit}) changed \`latency\` of \`model\` on \`local\`.`);
      expect(result.check).toBeUndefined();
    },
  );

  it('is refused on a pull request', async () => {
    const world = await createWorld();
    onTestFinished(() => world.close());
    world.commit('main');
    const sha = world.commit('topic', 'main');
    const result = await world.step({ ...world.pullStep(sha), inputs: { mode: 'bisect' } });
    expect(result).toExit(2);
    expect(result.log).toHaveLine('mode: found "bisect" on a pull request');
  });
});
