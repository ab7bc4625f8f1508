// The Embedl Hub stand-in as one handler, written from the hub's documents alone: envelope, headers, limits, pages,
// single-use slots, no key on signed addresses, a Content-Length on every upload.

import type { Handler, ServerAnswer, ServerRequest } from '../http.ts';
import { fail, type HubAnswer, type HubCall } from './answers.ts';
import { answerArtifacts } from './artifacts.ts';
import { answerCloud } from './cloud.ts';
import type { Fields } from './rules.ts';
import { answerProjects, answerRunById, answerRuns } from './runs.ts';
import type { HubState } from './state.ts';
import { answerStorage } from './storage.ts';

export { fail } from './answers.ts';

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
  /** Only requests whose body holds this text. */
  readonly holding?: string;
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
  const body = parse(request);
  if (body === undefined) return fail(400, 'bad_request', 'the body is no JSON object');
  const data = route({ request, state, baseUrl, body });
  if (data === undefined) return fail(404, 'not_found', `no route ${request.method} ${pathname}`);
  if ('refusal' in data) return data.refusal;
  return data.data === undefined
    ? { status: 204 }
    : { status: 200, body: { data: data.data, requestId: 'unknown extra field' } };
}

function route(call: HubCall): HubAnswer | undefined {
  const { pathname } = call.request.url;
  if (pathname.startsWith('/api/artifacts')) return answerArtifacts(call);
  if (pathname.startsWith('/api/device-cloud/')) return answerCloud(call);
  if (pathname.startsWith('/api/runs/')) return answerRunById(call);
  return pathname === '/api/projects' ? answerProjects(call) : answerRuns(call);
}

function refuseHeaders({ headers, method }: ServerRequest, { keys }: HubState): ServerAnswer | undefined {
  const key = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '';
  if (!keys.has(key)) return fail(401, 'unauthorized', 'API key missing, malformed, revoked or expired');
  if (headers['accept'] !== 'application/json') return fail(406, 'not_acceptable', 'Accept must be application/json');
  if (headers['content-type'] !== 'application/json')
    return fail(415, 'unsupported', 'Content-Type must be application/json');
  // A key without the right to write is told as if there were nothing.
  if (method !== 'GET' && keys.get(key) === 'read') return fail(404, 'not_found', 'not found, or not yours');
  return undefined;
}

function takeFault(faults: readonly HubFault[], { method, url, body }: ServerRequest): HubFault['answer'] | undefined {
  for (const fault of faults) {
    if (fault.times <= 0 || !fault.match.test(`${method} ${url.pathname}`)) continue;
    if (fault.holding !== undefined && !body.includes(fault.holding)) continue;
    if ((fault.skip ?? 0) > 0) {
      fault.skip = (fault.skip ?? 0) - 1;
      continue;
    }
    fault.times -= 1;
    return fault.answer;
  }
  return undefined;
}

/** Undefined where the body is no JSON object; storage takes bytes of any kind. */
function parse({ body, headers }: ServerRequest): Fields | undefined {
  if (body.length === 0 || headers['content-type'] !== 'application/json') return {};
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Fields) : undefined;
  } catch {
    return undefined;
  }
}
