// Tickets that a job in mode collect may go on with.

import { describe, expect, it } from 'vitest';
import { checkTickets } from '../../../src/app/modes/check-tickets.ts';
import { encodeTickets } from '../../../src/formats/tickets.ts';

const TEXT = encodeTickets({ commit: 'abc', settings: 'd1', trouble: null, models: [], jobs: [] });

describe('checkTickets', () => {
  it('takes those of its own commit and configuration', () => {
    expect(checkTickets(TEXT, 'abc', 'd1')).toMatchObject({ commit: 'abc', jobs: [] });
  });

  it.each([
    ['nothing', undefined, 'abc', 'd1', /nothing was given/],
    ['another commit', TEXT, 'def', 'd1', /tickets of the commit abc; this job is about def/],
    ['another configuration', TEXT, 'abc', 'd2', /not the one with which the jobs were submitted/],
    ['garbage', '{"schema": 1}', 'abc', 'd1', /tickets: it is no latency-gate\/tickets@1/],
  ])('refuses %s', (_, text, sha, settings, words) => {
    expect(() => checkTickets(text, sha, settings)).toThrow(words);
  });
});
