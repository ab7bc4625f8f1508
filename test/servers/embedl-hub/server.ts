// The Embedl Hub stand-in as one handler, strict about what the real hub is strict about: envelope, headers, bodies,
// pagination, single-use slots, no key on signed addresses, a Content-Length on every upload.

import type { Handler, ServerAnswer, ServerRequest } from '../http.ts';
import { answerCloud, answerStorage } from './cloud.ts';
import { answerRuns } from './runs.ts';
import type { HubState } from './state.ts';

export interface HubLogEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

/** Answers instead of the hub for requests whose "METHOD path" matches, `times` times after `skip` others. */
export interface HubFault {
  readonly match: RegExp;
  times: number;
  skip?: number;
  /** `drop` breaks the connection after the request was carried out, `cut` before. */
  readonly answer: ServerAnswer | 'drop' | 'cut';
}

export interface HubServer {
  readonly handler: Handler;
  readonly log: HubLogEntry[];
  readonly faults: HubFault[];
  /** Must be told where it is mounted, for the addresses it signs. */
  baseUrl: string;
}

export function createHubServer(state: HubState): HubServer {
  const server: HubServer = { handler: (request) => handle(request), log: [], faults: [], baseUrl: '' };
  async function handle(request: ServerRequest): Promise<ServerAnswer> {
    const fault = takeFault(server.faults, request);
    const answer =
      typeof fault === 'object'
        ? fault
        : fault === 'cut'
          ? BROKEN
          : await answerRequest(request, state, server.baseUrl);
    const path = request.url.pathname + request.url.search;
    server.log.push({ method: request.method, path, status: answer.status, body: parse(request) });
    return fault === 'drop' ? BROKEN : answer;
  }
  return server;
}

/** The HTTP mount breaks the connection for this status. */
const BROKEN: ServerAnswer = { status: 0 };

async function answerRequest(request: ServerRequest, state: HubState, baseUrl: string): Promise<ServerAnswer> {
  const { pathname } = request.url;
  if (pathname.startsWith('/storage/')) return answerStorage(request, state);
  const refused = refuseHeaders(request, state);
  if (refused !== undefined) return refused;
  const call = { request, state, baseUrl, body: parse(request) };
  const data = answerRuns(call) ?? answerCloud(call);
  if (data === undefined) return fail(404, 'not_found', `no route ${request.method} ${pathname}`);
  if ('refusal' in data) return data.refusal;
  return data.data === undefined
    ? { status: 204 }
    : { status: 200, body: { data: data.data, requestId: 'unknown extra field' } };
}

function refuseHeaders({ headers, method }: ServerRequest, { keys }: HubState): ServerAnswer | undefined {
  const key = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '';
  if (!keys.has(key)) return fail(401, 'unauthorized', 'API key missing, malformed, revoked or expired');
  if (headers['accept'] !== 'application/json') return fail(406, 'not_acceptable', 'Accept must be application/json');
  if (headers['content-type'] !== 'application/json')
    return fail(415, 'unsupported', 'Content-Type must be application/json');
  if (method !== 'GET' && keys.get(key) === 'read') return fail(403, 'forbidden', 'this key may only read');
  return undefined;
}

/** The hub's own form of a failure. */
export function fail(status: number, code: string, detail: string): ServerAnswer {
  return { status, body: { message: detail, errors: [{ title: 'Refused', status: String(status), code, detail }] } };
}

function takeFault(faults: readonly HubFault[], { method, url }: ServerRequest): HubFault['answer'] | undefined {
  for (const fault of faults) {
    if (fault.times <= 0 || !fault.match.test(`${method} ${url.pathname}`)) continue;
    if ((fault.skip ?? 0) > 0) {
      fault.skip = (fault.skip ?? 0) - 1;
      continue;
    }
    fault.times -= 1;
    return fault.answer;
  }
  return undefined;
}

function parse({ body, headers }: ServerRequest): Readonly<Record<string, unknown>> {
  if (body.length === 0 || headers['content-type'] !== 'application/json') return {};
  return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
}
