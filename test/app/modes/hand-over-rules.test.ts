// What a workflow without secrets may hand over, and what becomes of it.

import { describe, expect, it } from 'vitest';
import {
  canStage,
  decideOnStaged,
  decideWithoutKey,
  refuseStage,
  reportsItself,
} from '../../../src/app/modes/hand-over-rules.ts';
import type { Origin } from '../../../src/domain/trigger.ts';
import { makeRun } from '../../support/runs.ts';

const by = (profiler: string, runForeign = false) => ({ profiler, runForeign });
const MODEL = { path: 'm.onnx', name: 'm', devices: undefined };
const ORIGIN: Origin = { runId: 7, event: 'pull_request', sha: 'a', branch: 'b', owner: 'o', foreign: false };
const artifacts = (count: number) => ({
  ofRun: async () =>
    Array.from({ length: count }, () => ({ id: '1', name: 'n', createdAt: '', headSha: null, origin: '' })),
});

describe('a gate without its key', () => {
  it('hands the model over where that was asked for and the model is a file', () => {
    expect(decideWithoutKey('embedl', 'stage').stages).toBe(true);
  });

  it.each([
    ['embedl', 'skip'],
    ['vertesia', 'stage'],
    ['results', 'stage'],
  ] as const)('skips with the backend %s and on-missing-key %s', (profiler, onMissingKey) => {
    expect(decideWithoutKey(profiler, onMissingKey)).toMatchObject({ stages: false });
  });

  it('refuses the mode stage where models are no files, and says where it is allowed', () => {
    expect(canStage('hubify')).toBe(false);
    expect(refuseStage('hubify').message).toMatch(
      /found "stage" with the backend hubify.*allowed: local, command, embedl/,
    );
  });
});

describe('what a triggering run left', () => {
  it('is measured where a device cloud executes it', () => {
    expect(decideOnStaged({ models: [MODEL], records: [] }, by('embedl'), 7)).toEqual({ kind: 'measure' });
  });

  it('is never executed beside the secrets of this workflow', () => {
    const decision = decideOnStaged({ models: [MODEL], records: [makeRun()] }, by('local'), 7);
    expect(decision).toMatchObject({ kind: 'nothing', message: expect.stringContaining('beside the secrets') });
  });

  it('is measured by a command where the workflow says that it may', () => {
    expect(decideOnStaged({ models: [MODEL], records: [] }, by('command'), 7)).toMatchObject({ kind: 'nothing' });
    expect(decideOnStaged({ models: [MODEL], records: [] }, by('command', true), 7)).toEqual({ kind: 'measure' });
  });

  it('is judged again where it is records only, also on this machine', () => {
    expect(decideOnStaged({ models: [], records: [makeRun()] }, by('local'), 7)).toEqual({ kind: 'judge' });
  });

  it('is told where it is nothing', () => {
    expect(decideOnStaged({ models: [], records: [] }, by('embedl'), 7)).toMatchObject({
      kind: 'nothing',
      message: expect.stringContaining('run 7'),
    });
  });
});

describe('a pull request reports itself', () => {
  it('where it is of this repository and handed nothing over', async () => {
    expect(await reportsItself(ORIGIN, artifacts(0))).toBe(true);
  });

  it.each([
    ['it handed a model over', ORIGIN, 1],
    ['it is a fork’s', { ...ORIGIN, foreign: true }, 0],
    ['there is no triggering run', null, 0],
  ] as const)('but not where %s', async (_, origin, count) => {
    expect(await reportsItself(origin, artifacts(count))).toBe(false);
  });
});
