// The one way out to the network: proxies, a time-out for every call, retries. Knows no service.

import { Agent, EnvHttpProxyAgent, fetch, type RequestInit, type Response } from 'undici';
import { type RetryOptions, sendWithRetry } from './retry.ts';

export interface NetworkOptions extends RetryOptions {
  readonly proxy: {
    readonly http?: string | undefined;
    readonly https?: string | undefined;
    readonly no?: string | undefined;
  };
  /** Until the answer's headers are there. */
  readonly timeoutMs: number;
}

export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** A `fetch` with retries. A redirect to another origin never carries the Authorization header along (Fetch standard). */
export function createFetch(options: NetworkOptions): Fetch {
  const dispatcher = createDispatcher(options);
  return (url, init = {}) =>
    sendWithRetry((init.method ?? 'GET').toUpperCase(), () => fetch(url, { ...init, dispatcher }), options);
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
