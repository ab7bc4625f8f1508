// GitHub Enterprise Server: no workflow artifacts; files, comment and check all the same.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODELS } from '../support/models.ts';
import { createWorld, type StepResult, type World } from '../support/world.ts';

let world: World;
let merged: string;
let head: string;
const env = { GITHUB_SERVER_URL: 'https://github.acme.example' };

beforeAll(async () => {
  world = await createWorld();
  merged = world.commit('main');
  head = world.commit('topic', merged);
});
afterAll(() => world.close());

describe('a server without artifacts', () => {
  it('records nothing, and says what to do instead', async () => {
    const result = await world.step({ event: 'push', sha: merged, branch: 'main', model: MODELS.base(), env });
    expect(result.exitCode, result.log).toBe(0);
    expect(result.summary).toContain('nothing was recorded');
    expect(result.summary).toMatch(/no-artifacts/);
    expect(result.summary.match(/no-artifacts/g)).toHaveLength(1);
    expect(result.summary).toContain('baseline-model');
  });

  it('gates a pull request beside a model that is given: comment, check and files are there', async () => {
    writeFileSync(join(world.workspace, 'baseline.onnx'), MODELS.base());
    const result: StepResult = await world.pullRequest(head, MODELS.slower(), {
      env,
      inputs: { 'baseline-model': 'baseline.onnx' },
    });
    expect(result.exitCode, result.log).toBe(1);
    expect(world.state.comments[0]?.body).toContain('latency');
    expect(world.state.checks.at(-1)).toMatchObject({ sha: head, conclusion: 'failure' });
    for (const name of ['report-json', 'report-html', 'report-markdown']) {
      expect(existsSync(result.outputs[name] ?? ''), name).toBe(true);
    }
    expect(world.state.artifacts).toEqual([]);
  });
});
