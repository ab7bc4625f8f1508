import { describe, expect, it } from 'vitest';
import { sendWithRetry } from '../../src/adapters/http/retry.ts';
import { FakeClock } from '../support/fakes.ts';

type Scripted = { status: number; headers?: Record<string, string> } | Error;

async function send(method: string, script: readonly Scripted[]) {
  const clock = new FakeClock();
  let calls = 0;
  const options = { clock, random: () => 0.5, attempts: 4, baseDelayMs: 1000, longestWaitMs: 60_000 };
  const result = await sendWithRetry(
    method,
    async () => {
      const next = script[Math.min(calls, script.length - 1)];
      calls += 1;
      if (next instanceof Error || next === undefined) throw next;
      return { status: next.status, headers: new Headers(next.headers) };
    },
    options,
  ).catch((error: unknown) => ({ error }));
  return { result, calls, sleeps: clock.sleeps };
}

describe('sendWithRetry', () => {
  it('backs off exponentially with jitter on 5xx and gives the last answer back', async () => {
    const { result, calls, sleeps } = await send('GET', [{ status: 502 }]);
    expect({ result, calls, sleeps }).toMatchObject({ result: { status: 502 }, calls: 4, sleeps: [500, 1000, 2000] });
  });

  it('waits exactly as Retry-After says, in seconds or as a date', async () => {
    expect((await send('GET', [{ status: 429, headers: { 'retry-after': '7' } }, { status: 200 }])).sleeps).toEqual([
      7000,
    ]);
    const date = { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' };
    expect((await send('GET', [{ status: 503, headers: date }, { status: 200 }])).sleeps).toEqual([9000]);
  });

  it('waits for the reset of a spent rate limit', async () => {
    const reset = Date.parse('2026-01-01T00:00:30Z') / 1000;
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
    expect((await send('GET', [{ status: 403, headers }, { status: 200 }])).sleeps).toEqual([30_000]);
  });

  it.each([
    ['seconds from now', '30'],
    ['seconds since 1970', String(Date.parse('2026-01-01T00:00:30Z') / 1000)],
    ['milliseconds since 1970', String(Date.parse('2026-01-01T00:00:30Z'))],
  ])('understands a reset in %s', async (_, reset) => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    expect((await send('GET', [{ status: 429, headers }, { status: 200 }])).sleeps).toEqual([30_000]);
  });

  it('backs off even where it is asked to come at once', async () => {
    const headers = { 'retry-after': '0' };
    expect((await send('GET', [{ status: 429, headers }, { status: 200 }])).sleeps).toEqual([500]);
  });

  it('does not wait longer than it may', async () => {
    const { result, sleeps } = await send('GET', [{ status: 429, headers: { 'retry-after': '3600' } }]);
    expect(result).toMatchObject({ status: 429 });
    expect(sleeps).toEqual([]);
  });

  it('repeats connection errors of what is safe to repeat', async () => {
    const { result, calls } = await send('PATCH', [new Error('reset'), { status: 200 }]);
    expect({ result, calls }).toMatchObject({ result: { status: 200 }, calls: 2 });
  });

  it.each([[{ status: 500 }], [new Error('reset')]])(
    'never repeats a POST that may have been carried out',
    async (failure) => {
      expect((await send('POST', [failure, { status: 201 }])).calls).toBe(1);
    },
  );

  it('repeats a POST that was refused for its rate', async () => {
    expect((await send('POST', [{ status: 429 }, { status: 201 }])).calls).toBe(2);
  });

  it.each([400, 401, 403, 404, 422])('takes %d for an answer', async (status) => {
    expect((await send('GET', [{ status }])).calls).toBe(1);
  });
});
