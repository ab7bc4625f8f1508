import { describe, expect, it } from 'vitest';
import { CheckSink } from '../../../src/app/report/sinks/check.ts';
import { CHECK_STATE } from '../../../src/app/saved-state.ts';
import type { CheckHandle, Checks } from '../../../src/ports/forge.ts';
import { makeReport, makeSubject } from '../../support/reports.ts';

const HANDLE: CheckHandle = { kind: 'check', id: 1, name: 'Latency Gate', sha: 'c1', url: 'https://github.example/1' };

const OPENING = { sha: 'c1', name: 'Latency Gate', mark: 'm1', detailsUrl: 'https://github.example/run' };

/** A check whose opening GitHub did not answer, and what came of it. */
async function publish(find: Checks['find']) {
  const concluded: string[] = [];
  const saved: string[] = [];
  const sink = new CheckSink({
    checks: {
      start: () => Promise.reject(new Error('no answer')),
      find,
      conclude: async (handle, { conclusion }) => {
        concluded.push(conclusion);
        return handle;
      },
    },
    opening: OPENING,
    state: { save: (name, value) => void (name === CHECK_STATE && saved.push(value)) },
  });
  await sink.open();
  const { findings } = await sink.publish(makeReport([makeSubject()]));
  return { concluded, findings: findings.map(({ code }) => code), last: saved.at(-1) };
}

describe('a check whose opening was not answered', () => {
  it('gets its verdict where GitHub opened it all the same', async () => {
    expect(await publish(async () => HANDLE)).toEqual({ concluded: ['success'], findings: [], last: '' });
  });

  it('is told and done with where there is none', async () => {
    expect(await publish(async () => undefined)).toEqual({ concluded: [], findings: ['sink-failed'], last: '' });
  });

  it('is left to the post step where that cannot be told', async () => {
    const { findings, last } = await publish(() => Promise.reject(new Error('still no answer')));
    expect(findings).toEqual(['sink-failed']);
    expect(JSON.parse(last ?? '')).toEqual(OPENING);
  });
});
