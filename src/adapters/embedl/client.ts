// One call to the hub: headers, envelope, time-outs, errors. The key goes to the hub's own origin only.

import { z } from 'zod';
import { GateError, isPassing } from '../../domain/errors.ts';
import type { Clock } from '../../ports/machine.ts';
import type { Fetch } from '../http/fetch.ts';
import { HubError, toHubError } from './errors.ts';

export interface HubOptions {
  /** `https://hub.embedl.com`, or where the hub is served. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Retries what is safe to repeat. */
  readonly fetch: Fetch;
  readonly clock: Clock;
}

export interface HubCall<T> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
  /** Below the base URL, with the query. */
  readonly path: string;
  readonly body?: unknown;
  /** Of the envelope's `data`; undefined where the answer has none. */
  readonly answer: z.ZodType<T>;
  /** A POST that may be carried out twice without harm, and so is tried again. */
  readonly repeatable?: true;
  /** For messages: "the list of runs". */
  readonly doing: string;
}

const MOST_REDIRECTS = 3;
const TRIES = 3;
const WAIT_MS = 500;
const Envelope = z.object({ data: z.unknown() });

/** The answer of a call whose connection broke before there was one: whether it was carried out is unknown. */
export class Unanswered extends GateError {
  constructor(doing: string, cause: unknown) {
    super(
      'service-unavailable',
      `Embedl Hub did not answer ${doing} (${reasonOf(cause)}).`,
      'Run the job again later.',
      cause,
    );
  }
}

export class HubClient {
  readonly #options: HubOptions;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** Rejects with a HubError for a refusal, with Unanswered where nothing came back. */
  async call<T>(call: HubCall<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#callOnce(call);
      } catch (error) {
        if (call.repeatable !== true || attempt >= TRIES || !isPassing(error)) throw error;
        await this.#options.clock.sleep(WAIT_MS * 2 ** (attempt - 1));
      }
    }
  }

  async #callOnce<T>(call: HubCall<T>): Promise<T> {
    const answer = await this.#send(call, new URL(call.path, this.#base()), MOST_REDIRECTS);
    const text = await answer.text().catch((error: unknown) => {
      throw new Unanswered(call.doing, error);
    });
    if (!answer.ok) throw toHubError(answer.status, text, call.doing);
    const parsed = call.answer.safeParse(answer.status === 204 ? undefined : unwrap(text, call.doing));
    if (parsed.success) return parsed.data;
    throw new GateError(
      'service-unavailable',
      `Embedl Hub answered ${call.doing} in an unknown form.`,
      REPORT,
      parsed.error,
    );
  }

  /** Whether an address is the hub's own, so that it may see the key. A relative one is. */
  isOwn(url: string): boolean {
    return new URL(url, this.#base()).origin === this.#base().origin;
  }

  resolve(url: string): URL {
    return new URL(url, this.#base());
  }

  /** What authorises a call to the hub's own origin. */
  authorisation(): Readonly<Record<string, string>> {
    return { Authorization: `Bearer ${this.#options.apiKey}` };
  }

  #base(): URL {
    const { baseUrl } = this.#options;
    return new URL(baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  }

  async #send<T>(call: HubCall<T>, url: URL, redirectsLeft: number): ReturnType<Fetch> {
    const answer = await this.#fetchOnce(call, url);
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status >= 400 || location === null) return answer;
    const next = new URL(location, url);
    if (next.origin !== this.#base().origin) {
      const advice = `Set api-base-url to ${next.origin} if that is the hub you mean.`;
      throw new HubError(
        answer.status,
        '',
        'invalid-input',
        `Embedl Hub redirects to ${next.origin}; the key is not sent there.`,
        advice,
      );
    }
    const keepsMethod = call.method === 'GET' || answer.status === 307 || answer.status === 308;
    if (!keepsMethod || redirectsLeft === 0) throw toHubError(answer.status, '', call.doing);
    return this.#send(call, next, redirectsLeft - 1);
  }

  async #fetchOnce<T>(call: HubCall<T>, url: URL): ReturnType<Fetch> {
    const headers = { ...this.authorisation(), Accept: 'application/json', 'Content-Type': 'application/json' };
    const body = call.body === undefined ? {} : { body: JSON.stringify(call.body) };
    try {
      return await this.#options.fetch(url, { method: call.method, headers, redirect: 'manual', ...body });
    } catch (error) {
      throw new Unanswered(call.doing, error);
    }
  }
}

const REPORT = 'The hub may have changed; please report it.';

function unwrap(text: string, doing: string): unknown {
  try {
    const envelope = Envelope.parse(JSON.parse(text));
    if (envelope.data !== undefined) return envelope.data;
  } catch (error) {
    throw new GateError(
      'service-unavailable',
      `Embedl Hub answered ${doing} with broken JSON.`,
      'Run the job again later.',
      error,
    );
  }
  throw new GateError('service-unavailable', `Embedl Hub answered ${doing} without data.`, REPORT);
}

/** The system's own code (ECONNRESET, …) where there is one; the address never. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.name : 'no connection';
}
