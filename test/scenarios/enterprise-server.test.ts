// GitHub Enterprise Server: no workflow artifacts; files, comment and check all the same.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MODELS } from '../support/models.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let merged: string;
let head: string;
const env = { GITHUB_SERVER_URL: 'https://github.acme.example' };

beforeEach(async () => {
  world = await createWorld();
  merged = world.commit('main');
  head = world.commit('topic', merged);
});
afterEach(() => world.close());

describe('a server without artifacts', () => {
  it('records nothing, and says what to do instead', async () => {
    const result = await world.step({ event: 'push', sha: merged, branch: 'main', model: MODELS.base(), env });
    expect(result).toExit(0);
    expect(result.summary).toHaveLine('nothing was recorded');
    expect(result.summary.split('\n').filter((line) => line.includes('no-artifacts'))).toHaveLength(1);
    expect(result.summary).toHaveLine('baseline-model');
  });

  it('gates a pull request beside a model that is given: comment, check and files are there', async () => {
    writeFileSync(join(world.workspace, 'baseline.onnx'), MODELS.base());
    const result = await world.pullRequest(head, MODELS.slower(), {
      env,
      inputs: { 'baseline-model': 'baseline.onnx' },
    });
    expect(result).toExit(1);
    expect(result.comment).toHaveLine('latency');
    expect(result.check).toMatchObject({ sha: head, conclusion: 'failure' });
    for (const name of ['report-json', 'report-html', 'report-markdown']) {
      expect(existsSync(result.outputs[name] ?? ''), name).toBe(true);
    }
    expect(world.state.artifacts).toEqual([]);
  });
});
