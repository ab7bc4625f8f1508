// The one way out to the network: proxies, a time-out for every call, retries. Knows no service.

import type { Readable } from 'node:stream';
import type { Dispatcher, RequestInit, Response } from 'undici';
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
  // Loaded with the first call: a step that is refused before it needs the network does not pay for it.
  let client: ReturnType<typeof loadClient> | undefined;
  const load = () => (client ??= loadClient(options));
  const send = async (url: string | URL, init: RequestInit) => {
    const { fetch, dispatcher } = await load();
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
          const { request, dispatcher } = await load();
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
async function loadClient({ proxy, timeoutMs }: NetworkOptions) {
  const { Agent, EnvHttpProxyAgent, fetch, request } = await import('undici');
  const timeouts = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
  const dispatcher: Dispatcher =
    proxy.http === undefined && proxy.https === undefined
      ? new Agent(timeouts)
      : new EnvHttpProxyAgent({
          ...timeouts,
          ...(proxy.http === undefined ? {} : { httpProxy: proxy.http }),
          ...(proxy.https === undefined ? {} : { httpsProxy: proxy.https }),
          ...(proxy.no === undefined ? {} : { noProxy: proxy.no }),
        });
  return { fetch, request, dispatcher };
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));
}
