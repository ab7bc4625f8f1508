import { describe, expect, it } from 'vitest';
import { findAncestries, findBaseline } from '../../../src/app/measure/find-baseline.ts';
import type { Commits } from '../../../src/ports/forge.ts';
import { FakeTracker } from '../../support/fakes.ts';
import { makeRun } from '../../support/runs.ts';
import { makeTask } from '../../support/scene.ts';

const SHAS = Array.from({ length: 2000 }, (_, back) => `c${back}`);
const commits: Commits = {
  mergeBase: async () => 'c0',
  firstParents: async (_ref: string, limit: number) => ({ commits: SHAS.slice(0, limit), complete: false }),
};

/** What a pull request finds where the only record lies so many commits back, among more runs than the tracker lists. */
async function search(back: number, listsAll: boolean) {
  const { trigger } = makeTask();
  const pull = {
    ...trigger,
    commit: { ...trigger.commit, sha: 'candidate' },
    base: 'main',
    workflowRun: { id: 1, attempt: 1, url: 'https://github.example/run' },
  } as typeof trigger;
  const tracker = Object.assign(new FakeTracker([]), {
    listsAll,
    history: async ({ ancestry }: { readonly ancestry: readonly string[] | null }) => {
      const at = `c${back}`;
      const runs = ancestry?.includes(at) === true ? [{ id: 'r', run: makeRun({ sha: at, latencies: [10, 10] }) }] : [];
      return { runs, findings: [], beyond: '10000 runs of the experiment' };
    },
  });
  const choice = { kind: 'auto' } as const;
  const places = await findAncestries(choice, pull, commits);
  return findBaseline({ modelName: 'net', device: 'local', choice }, places, pull, tracker);
}

describe('a record far back, in a list that ended at its bound', () => {
  it('is found where the tracker had looked through it all the same', async () => {
    expect((await search(150, true)).baseline?.distance).toBe(150);
  });

  it('is told as not found within the list where it is not in it', async () => {
    const { baseline, findings } = await search(5000, true);
    expect(baseline).toBeUndefined();
    expect(findings).toMatchObject([
      { code: 'baseline-beyond-search', facts: { searched: '10000 runs of the experiment' } },
    ]);
  });

  it('is asked for no farther where each look costs the service as much again', async () => {
    expect((await search(150, false)).baseline).toBeUndefined();
  });
});
