// Repeats what is safe to repeat, waiting as the server asks or with exponential back-off and full jitter.

import type { Clock } from '../../ports/machine.ts';

export interface RetryOptions {
  readonly clock: Clock;
  /** A number from 0 to 1; tests give a fixed one. */
  readonly random: () => number;
  /** Tries in all, the first included. */
  readonly attempts: number;
  readonly baseDelayMs: number;
  /** A wait longer than this is not waited for: the answer is handed to the caller. */
  readonly longestWaitMs: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/** Methods whose repetition changes nothing on the servers this program talks to. */
const REPEATABLE = new Set(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']);

/** Sends until an answer is final. Connection errors and 408, 429, 5xx are repeated; a POST only when it was refused. */
export async function sendWithRetry<A extends Answer>(
  method: string,
  send: () => Promise<A>,
  options: RetryOptions,
): Promise<A> {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt >= options.attempts;
    const outcome = await attemptOnce(send);
    if ('error' in outcome) {
      if (last || !REPEATABLE.has(method)) throw outcome.error;
      await options.clock.sleep(backoff(attempt, options));
      continue;
    }
    if (last || !isWorthRepeating(method, outcome.answer)) return outcome.answer;
    // A server that asks for no wait at all, or for one in the past, is not asked at once again.
    const now = timeOf(outcome.answer) ?? options.clock.now();
    const wait = Math.max(askedWait(outcome.answer, now) ?? 0, backoff(attempt, options));
    if (wait > options.longestWaitMs) return outcome.answer;
    await options.clock.sleep(wait);
  }
}

async function attemptOnce<A>(send: () => Promise<A>): Promise<{ answer: A } | { error: unknown }> {
  return send().then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
}

function isWorthRepeating(method: string, answer: Answer): boolean {
  if (answer.status === 429 || isRateLimited(answer)) return true;
  return REPEATABLE.has(method) && (answer.status === 408 || answer.status >= 500);
}

/** GitHub answers 403 both for missing rights and for a spent rate limit; only the latter passes. */
function isRateLimited(answer: Answer): boolean {
  if (answer.status !== 403) return false;
  return answer.headers.get('retry-after') !== null || answer.headers.get('x-ratelimit-remaining') === '0';
}

/** The server's own time, by which it words dates: this machine's clock may be wrong. */
function timeOf({ headers }: Answer): Date | undefined {
  const time = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(time) ? undefined : new Date(time);
}

/** `Retry-After` in seconds or as a date, else the reset of a spent `x-ratelimit`; undefined where nothing is asked. */
function askedWait(answer: Answer, now: Date): number | undefined {
  const after = answer.headers.get('retry-after');
  if (after !== null) {
    const seconds = Number(after);
    const wait = Number.isNaN(seconds) ? Date.parse(after) - now.getTime() : seconds * 1000;
    return Number.isNaN(wait) ? undefined : Math.max(0, wait);
  }
  const reset = Number(answer.headers.get('x-ratelimit-reset') ?? Number.NaN);
  if (answer.headers.get('x-ratelimit-remaining') !== '0' || Number.isNaN(reset)) return undefined;
  return Math.max(0, toMoment(reset, now) - now.getTime());
}

/** Seconds since 1970, milliseconds since 1970, or seconds from now: each is in use. */
function toMoment(reset: number, now: Date): number {
  if (reset > 1e11) return reset;
  return reset > 1e9 ? reset * 1000 : now.getTime() + reset * 1000;
}

function backoff(attempt: number, options: RetryOptions): number {
  return options.random() * options.baseDelayMs * 2 ** (attempt - 1);
}
