// The one way out to the network: proxies, a time-out for every call, retries. Knows no service.

import type { Readable } from 'node:stream';
import { Agent, EnvHttpProxyAgent, fetch, type RequestInit, type Response, request } from 'undici';
import { type RetryOptions, sendWithRetry } from './retry.ts';

export interface NetworkOptions extends RetryOptions {
  readonly proxy: {
    readonly http?: string | undefined;
    readonly https?: string | undefined;
    readonly no?: string | undefined;
  };
  /** Until the answer's headers are there, and between two pieces of its body. */
  readonly timeoutMs: number;
  /** For one try as a whole, its body included: an answer that drips would never end. Ten minutes where absent. */
  readonly totalMs?: number;
}

export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** A body that is streamed with its exact length, and can be opened again for another try. */
export interface Upload {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly sizeBytes: number;
  readonly open: () => Readable;
}

export interface Network {
  /** Retries what is safe to repeat. A redirect to another origin never carries the Authorization header along. */
  readonly fetch: Fetch;
  /** PUTs a stream; answers the status. Never chunked, so that signed addresses take it. */
  readonly upload: (upload: Upload) => Promise<number>;
}

const LONGEST_TRY_MS = 600_000;

export function createNetwork(options: NetworkOptions): Network {
  const { timeoutMs, totalMs = Math.max(LONGEST_TRY_MS, 2 * timeoutMs) } = options;
  const dispatcher = createDispatcher(options);
  const send = (url: string | URL, init: RequestInit) => {
    const late = AbortSignal.timeout(totalMs);
    const signal = init.signal ? AbortSignal.any([init.signal, late]) : late;
    return fetch(url, { ...init, dispatcher, signal });
  };
  return {
    fetch: (url, init = {}) => sendWithRetry((init.method ?? 'GET').toUpperCase(), () => send(url, init), options),
    async upload({ url, headers, sizeBytes, open }) {
      const answer = await sendWithRetry(
        'PUT',
        async () => {
          const all = { ...headers, 'content-length': String(sizeBytes) };
          const sent = await request(url, { method: 'PUT', headers: all, body: open(), dispatcher });
          await sent.body.dump();
          return { status: sent.statusCode, headers: new Headers(flatten(sent.headers)) };
        },
        options,
      );
      return answer.status;
    },
  };
}

/** Proxies are used where the environment names them; undici calls its agent for that experimental, aloud. */
function createDispatcher({ proxy, timeoutMs }: NetworkOptions): Agent | EnvHttpProxyAgent {
  const timeouts = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
  if (proxy.http === undefined && proxy.https === undefined) return new Agent(timeouts);
  return new EnvHttpProxyAgent({
    ...timeouts,
    ...(proxy.http === undefined ? {} : { httpProxy: proxy.http }),
    ...(proxy.https === undefined ? {} : { httpsProxy: proxy.https }),
    ...(proxy.no === undefined ? {} : { noProxy: proxy.no }),
  });
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));
}
