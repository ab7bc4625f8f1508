// A candidate that is smaller and faster, and answers something else: latency passes, the outputs do not.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODELS } from '../support/models.ts';
import { createWorld, type StepResult, type World } from '../support/world.ts';

let world: World;
let merged: string;
let gated: StepResult;
let informed: StepResult;

beforeAll(async () => {
  world = await createWorld();
  merged = world.commit('main');
  await world.push(merged, MODELS.slower());
  informed = await world.pullRequest(world.commit('informed', merged), MODELS.base());
  gated = await world.pullRequest(world.commit('gated', merged), MODELS.base(), {
    inputs: { budget: 'output_psnr > 30 dB' },
  });
}, 300_000);
afterAll(() => world.close());

interface ReportFile {
  readonly subjects: readonly {
    readonly comparisons: readonly {
      readonly metric: { readonly name: string };
      readonly verdict: string;
      readonly candidate: number | null;
    }[];
  }[];
  readonly findings: readonly { readonly code: string }[];
}

function read(result: StepResult): ReportFile {
  return JSON.parse(readFileSync(String(result.outputs['report-json']), 'utf8')) as ReportFile;
}

function find(result: StepResult, name: string) {
  return read(result)
    .subjects.flatMap(({ comparisons }) => comparisons)
    .find(({ metric }) => metric.name === name);
}

describe('a smaller, faster model that answers something else', () => {
  it('passes on latency and fails on output_psnr, which the first line names', () => {
    expect(gated.exitCode).toBe(1);
    expect(find(gated, 'latency')?.verdict).not.toBe('regressed');
    expect(find(gated, 'output_psnr')?.verdict).toBe('regressed');
    expect(find(gated, 'output_psnr')?.candidate).toBeLessThan(30);
    const [first] = gated.summary.split('\n');
    expect(first).toContain('output PSNR');
    expect(gated.summary).toContain('budget 30 dB');
  });

  it('is only told so where no budget asks for it, and that its inputs were made up', () => {
    expect(informed.exitCode).toBe(0);
    expect(find(informed, 'output_psnr')?.verdict).toBe('unchanged');
    expect(read(informed).findings.map(({ code }) => code)).toContain('outputs-compared');
  });
});
