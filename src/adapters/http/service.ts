// One call to a JSON service: headers, redirects, time-outs, tries, errors. What authorises goes to the service's own
// origin only. Knows no service; each brings its name, its headers and what its refusals mean.

import type * as z from 'zod';
import { GateError, isPassing, messageOf } from '../../domain/errors.ts';
import { isUnsafeForKeys } from '../../formats/address.ts';
import type { Clock } from '../../ports/machine.ts';
import { readAtMost, TooLarge } from './bounded.ts';
import type { Fetch } from './fetch.ts';
import { ServiceError, Unanswered } from './service-errors.ts';

export interface ServiceOptions {
  /** For messages: "Embedl Hub". */
  readonly name: string;
  /** With or without a slash at the end. */
  readonly baseUrl: string;
  /** What every call carries, the authorisation among them; asked before each call, for tokens are renewed. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  /** Retries what is safe to repeat. */
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** The error for a refusal. */
  readonly refuse: (status: number, body: string, doing: string) => ServiceError;
  /** Takes the answer out of the service's envelope; throws an Error that says what is missing. */
  readonly unwrap?: (json: unknown) => unknown;
  /** What to do where an answer cannot be read at all: perhaps another program answers at that address. */
  readonly unreadable?: string;
}

export interface ServiceCall<T> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
  /** Below the base URL, with the query; no slash at its start. */
  readonly path: string;
  /** Sent as JSON; a form is sent as it is. */
  readonly body?: unknown;
  readonly form?: Parameters<Fetch>[1] extends infer I ? (I extends { body?: infer B } ? B : never) : never;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the answer; undefined where it has no body. */
  readonly answer: z.ZodType<T>;
  /** Any 2xx will do: nobody says what comes with it. */
  readonly ignoresBody?: true;
  /** A POST that may be carried out twice without harm, and so is tried again. */
  readonly repeatable?: true;
  /** For messages: "the list of runs". */
  readonly doing: string;
}

/** Bytes of JSON; the longest list of runs has a few million. */
const LARGEST_ANSWER = 64 << 20;
const MOST_REDIRECTS = 3;
const TRIES = 3;
const WAIT_MS = 500;

/** A question may be asked again when its answer was cut short or could not be understood; a refusal is an answer. */
function isWorthRepeating({ method, repeatable }: ServiceCall<unknown>, error: unknown): boolean {
  if (repeatable === true) return isPassing(error);
  if (method !== 'GET' || error instanceof ServiceError) return false;
  return error instanceof Unanswered ? error.midway : isPassing(error);
}

export class ServiceClient {
  readonly #options: ServiceOptions;

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  /** Rejects with a ServiceError for a refusal, with Unanswered where nothing came back. */
  async call<T>(call: ServiceCall<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#callOnce(call);
      } catch (error) {
        if (attempt >= TRIES || !isWorthRepeating(call, error)) throw error;
        await this.#options.clock.sleep(WAIT_MS * 2 ** (attempt - 1));
      }
    }
  }

  /** Whether an address is the service's own, so that it may see the key. A relative one is. */
  isOwn(url: string): boolean {
    return this.resolve(url).origin === this.#base().origin;
  }

  resolve(url: string): URL {
    return new URL(url, this.#base());
  }

  /** What authorises a call to the service's own origin. */
  headers(): Promise<Readonly<Record<string, string>>> {
    return this.#options.headers();
  }

  async #callOnce<T>(call: ServiceCall<T>): Promise<T> {
    const { name, refuse } = this.#options;
    const answer = await this.#send(call, this.resolve(call.path), MOST_REDIRECTS);
    const text = await this.#readText(answer, call.doing);
    if (!answer.ok) throw refuse(answer.status, text, call.doing);
    const parsed = call.answer.safeParse(
      text === '' || call.ignoresBody === true ? undefined : this.#read(text, call.doing),
    );
    if (parsed.success) return parsed.data;
    const message = `${name} answered ${call.doing} in an unknown form.`;
    throw new GateError('service-unavailable', message, REPORT, parsed.error);
  }

  async #readText(answer: Awaited<ReturnType<Fetch>>, doing: string): Promise<string> {
    const { name } = this.#options;
    try {
      return (await readAtMost(answer.body, LARGEST_ANSWER)).toString('utf8');
    } catch (error) {
      if (!(error instanceof TooLarge)) throw new Unanswered(name, doing, error, true);
      throw new GateError('service-unavailable', `${name} answered ${doing}, but ${error.message}.`, REPORT, error);
    }
  }

  #read(text: string, doing: string): unknown {
    const { name, unwrap, unreadable = 'Run the job again later.' } = this.#options;
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch (error) {
      const message = `${name} answered ${doing} with broken JSON.`;
      throw new GateError('service-unavailable', message, unreadable, error);
    }
    try {
      return unwrap === undefined ? json : unwrap(json);
    } catch (error) {
      const why = messageOf(error);
      throw new GateError('service-unavailable', `${name} answered ${doing} ${why}.`, REPORT, error);
    }
  }

  #base(): URL {
    const { baseUrl } = this.#options;
    return new URL(baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  }

  async #send<T>(call: ServiceCall<T>, url: URL, redirectsLeft: number): ReturnType<Fetch> {
    const { name, refuse } = this.#options;
    const answer = await this.#fetchOnce(call, url);
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status >= 400 || location === null) return answer;
    if (!URL.canParse(location, url.href)) throw refuse(answer.status, '', call.doing);
    const next = new URL(location, url);
    if (next.origin !== this.#base().origin) {
      const advice = `Set api-base-url to ${next.origin} if that is the one you mean.`;
      const message = `${name} redirects to ${next.origin}; the key is not sent there.`;
      throw new ServiceError(answer.status, '', 'invalid-input', message, advice);
    }
    const keepsMethod = call.method === 'GET' || answer.status === 307 || answer.status === 308;
    if (!keepsMethod || redirectsLeft === 0) throw refuse(answer.status, '', call.doing);
    return this.#send(call, next, redirectsLeft - 1);
  }

  async #fetchOnce<T>({ method, body, form, headers: own, doing }: ServiceCall<T>, url: URL): ReturnType<Fetch> {
    const type = form === undefined ? { 'Content-Type': 'application/json' } : {};
    const headers = { ...(await this.#options.headers()), Accept: 'application/json', ...type, ...own };
    const sent = form ?? (body === undefined ? undefined : JSON.stringify(body));
    try {
      const content = sent === undefined ? {} : { body: sent };
      return await this.#options.fetch(url, { method, headers, redirect: 'manual', ...content });
    } catch (error) {
      throw new Unanswered(this.#options.name, doing, error);
    }
  }
}

const REPORT = 'The service may have changed; please report it.';

/** Throws a GateError unless it is an address to which the key (empty: there is none) may be sent. */
export function checkBaseUrl(url: string, example: string, key: string): string {
  const advice = 'Correct the input "api-base-url".';
  const refuse = (found: string) =>
    new GateError('invalid-input', `api-base-url: found ${found}; allowed: an address such as ${example}.`, advice);
  if (!URL.canParse(url) || !/^https?:\/\//.test(url)) throw refuse(`"${url}"`);
  if (key !== '' && isUnsafeForKeys(url)) {
    const { protocol, host } = new URL(url);
    throw refuse(
      protocol === 'https:'
        ? 'an address with a name or password in it'
        : `http to ${host}, where the key could be read`,
    );
  }
  return url;
}

/** A key that cannot be a header's value would be refused by the system, with the key in its message. */
export function checkKey(key: string, example: string): string {
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new GateError(
    'invalid-input',
    `api-key: found a key with spaces or line breaks; allowed: one like ${example}.`,
    'Copy the key again, without anything around it.',
  );
}
