// AWS's client sends through the one way out of this program: the same proxies, time-outs and bounds as for every service.
// Calls for credentials (STS) go this way as well.

import { Readable } from 'node:stream';
import { readAtMost } from '../http/bounded.ts';
import type { Fetch } from '../http/fetch.ts';

/** What of the client's own request is needed. */
interface HttpRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly method: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>> | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A list of devices has some hundred kilobytes. */
const LARGEST_ANSWER = 16 << 20;

/** Headers that the connection sets by itself. */
const OWN = new Set(['host', 'content-length', 'connection', 'transfer-encoding']);

/** A request handler for AWS's client. */
export function createTransport(fetch: Fetch) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: HttpRequest) {
      const headers = Object.entries(request.headers).filter(([name]) => !OWN.has(name.toLowerCase()));
      const body = toBody(request.body);
      const answer = await fetch(toUrl(request), {
        method: request.method,
        headers: Object.fromEntries(headers),
        redirect: 'manual',
        ...(body === undefined ? {} : { body }),
      });
      const bytes = await readAtMost(answer.body, LARGEST_ANSWER);
      const found = Object.fromEntries(answer.headers.entries());
      return { response: { statusCode: answer.status, headers: found, body: Readable.from([bytes]) } };
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
  };
}

function toUrl({ protocol, hostname, port, path, query = {} }: HttpRequest): URL {
  const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value ?? ''].flat()) url.searchParams.append(name, one);
  }
  return url;
}

function toBody(body: unknown): string | Uint8Array | undefined {
  if (body === undefined || body === null || body === '') return undefined;
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  throw new Error('a request of an unknown kind');
}
