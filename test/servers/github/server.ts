// The GitHub stand-in as one handler: routes, permissions, faults, and a log of what was asked.

import type { Handler, ServerAnswer, ServerRequest } from '../http.ts';
import { answerArtifactService, type BlobStore } from './artifact-service.ts';
import { checkAnswer, checkRequest, findRoute } from './openapi.ts';
import { answerUpload } from './releases.ts';
import { ENDPOINTS, forbidden } from './rest.ts';
import type { GitHubState } from './state.ts';

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A fault for requests whose "METHOD path" matches: answered instead, `times` times. */
export interface Fault {
  readonly match: RegExp;
  times: number;
  readonly answer: ServerAnswer;
}

export interface GitHubServer {
  readonly handler: Handler;
  readonly log: LoggedRequest[];
  readonly faults: Fault[];
}

export function createGitHubServer(state: GitHubState, blobs: BlobStore): GitHubServer {
  const log: LoggedRequest[] = [];
  const faults: Fault[] = [];
  const handler: Handler = async (request) => {
    const body = parseBody(request);
    const answer =
      takeFault(faults, request) ??
      answerGraphql(request, body, state) ??
      (await answerRequest(request, body, state, blobs));
    log.push({ method: request.method, path: request.url.pathname + request.url.search, status: answer.status, body });
    return answer;
  };
  return { handler, log, faults };
}

async function answerRequest(
  request: ServerRequest,
  body: Readonly<Record<string, unknown>>,
  state: GitHubState,
  blobs: BlobStore,
): Promise<ServerAnswer> {
  const uploaded = await answerUpload(request, state, blobs);
  if (uploaded !== undefined) return uploaded;
  const service = await answerArtifactService(
    request.url.pathname,
    request.headers['authorization'],
    body,
    state,
    blobs,
  );
  if (service !== undefined) return service;
  const route = findRoute(request.method, request.url.pathname);
  const endpoint = route === undefined ? undefined : ENDPOINTS[`${request.method} ${route.path}`];
  if (route === undefined || endpoint === undefined)
    throw new Error(`no stand-in for ${request.method} ${request.url.pathname}`);
  const granted = state.tokens.get(request.headers['authorization']?.replace(/^(token|bearer) /i, '') ?? '');
  if (granted === undefined)
    return {
      status: 401,
      body: { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest', status: '401' },
    };
  const [permission, access] = endpoint.needs;
  const have = granted.get(permission);
  if (have === undefined || (access === 'write' && have !== 'write')) return forbidden();
  const wrong = checkRequest(route, request.url.searchParams, request.body.length === 0 ? undefined : body);
  if (wrong !== undefined) throw new Error(`${request.method} ${route.path}: the request is not GitHub's: ${wrong}`);
  const { parameters } = route;
  const answer = endpoint.answer({
    state,
    parameters,
    query: request.url.searchParams,
    body,
    signBlob: (blob) => blobs.sign(blob, 'r'),
    accept: request.headers['accept'] ?? '',
    host: request.headers['host'] ?? '',
  });
  const odd = checkAnswer(request.method, route, answer.status, answer.body);
  if (odd !== undefined) throw new Error(`${request.method} ${route.path}: the answer is not GitHub's: ${odd}`);
  return { ...answer };
}

/** The one query that is asked; a workflow's token may ask it. */
function answerGraphql(
  { method, url }: ServerRequest,
  body: Readonly<Record<string, unknown>>,
  { author }: GitHubState,
): ServerAnswer | undefined {
  if (`${method} ${url.pathname}` !== 'POST /graphql') return undefined;
  if (!/^\s*query\s*\{\s*viewer\s*\{\s*login\s*\}\s*\}\s*$/.test(String(body['query'])))
    throw new Error(`no stand-in for the query ${String(body['query'])}`);
  return { status: 200, body: { data: { viewer: { login: author.login } } } };
}

function takeFault(faults: readonly Fault[], request: ServerRequest): ServerAnswer | undefined {
  const fault = faults.find(({ match, times }) => times > 0 && match.test(`${request.method} ${request.url.pathname}`));
  if (fault === undefined) return undefined;
  fault.times -= 1;
  return fault.answer;
}

function parseBody(request: ServerRequest): Readonly<Record<string, unknown>> {
  if (request.body.length === 0 || request.headers['content-type']?.includes('octet-stream') === true) return {};
  const value: unknown = JSON.parse(request.body.toString('utf8'));
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
