// A stand-in of Vertesia as one handler: token service, runs, search. Strict about tokens, bodies and interactions; what
// the documentation and the vendor's client tell differently can be chosen.

import { createFaults, type Fault } from '../faults.ts';
import type { Handler, ServerAnswer, ServerRequest } from '../http.ts';

export interface StoredExecution {
  readonly id: string;
  readonly interaction: string;
  readonly version: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly environment: string;
  readonly model: string;
  readonly tags: readonly string[];
  /** What it takes, milliseconds. */
  readonly latencyMs: number;
  readonly tokensOut: number;
  readonly failed: boolean;
  readonly createdAt: number;
  /** Looks at it until it is final. */
  looksLeft: number;
}

export interface VertesiaState {
  readonly keys: Set<string>;
  /** Tokens in force, with their end in seconds. */
  readonly tokens: Map<string, number>;
  readonly interactions: Set<string>;
  readonly environments: Set<string>;
  readonly executions: StoredExecution[];
  /** Documentation: seconds; client: milliseconds. */
  timeUnit: 's' | 'ms';
  /** Client: the POST answers the finished run; documentation: it is polled. */
  immediate: boolean;
  tokenKey: 'completion' | 'result';
  cached: boolean;
  /** Whether answers tell what was executed: the documents name `config` and `interaction`, and are silent on `data`. */
  tellsData: boolean;
  /** How long a token lives, seconds. */
  tokenLife: number;
  /** The largest page of a search. */
  mostAtOnce: number;
  /** Factors of single executions, used in turn. */
  noise: readonly number[];
  nextId: number;
}

export function createVertesiaState(): VertesiaState {
  return {
    keys: new Set(['sk-test']),
    tokens: new Map(),
    interactions: new Set(['summarise']),
    environments: new Set(['prod']),
    executions: [],
    timeUnit: 'ms',
    immediate: true,
    tokenKey: 'result',
    cached: false,
    tellsData: true,
    tokenLife: 3600,
    mostAtOnce: 1000,
    noise: [1, 1.02, 0.99, 1.01, 0.98],
    nextId: 1,
  };
}

export interface VertesiaServer {
  readonly handler: Handler;
  readonly log: { readonly method: string; readonly path: string; readonly status: number }[];
  readonly faults: Fault[];
}

export function createVertesiaServer(state: VertesiaState): VertesiaServer {
  const faults: Fault[] = [];
  const log: VertesiaServer['log'] = [];
  return { handler: createFaults(faults, (request) => answer(request, state), log), log, faults };
}

async function answer(request: ServerRequest, state: VertesiaState): Promise<ServerAnswer> {
  const { pathname } = request.url;
  if (pathname === '/token/issue') return issueToken(request, state);
  const token =
    /^Bearer (\S+)$/.exec(request.headers['authorization'] ?? '')?.[1] ??
    request.url.searchParams.get('access_token') ??
    '';
  if ((state.tokens.get(token) ?? 0) * 1000 < Date.now()) return fail(401, 'invalid or expired token');
  if (!pathname.startsWith('/api/v1/runs')) return fail(404, 'not found');
  const path = pathname.slice('/api/v1/runs'.length);
  if (request.method === 'POST' && request.headers['content-type'] !== 'application/json')
    return fail(415, 'JSON only');
  const body = parse(request);
  if (request.method === 'POST' && path === '') return execute(body, request, state);
  if (request.method === 'POST' && path === '/search') return search(body, state);
  const execution = state.executions.find(({ id }) => path === `/${id}` || path === `/${id}/stream`);
  if (execution === undefined || request.method !== 'GET') return fail(404, 'run not found');
  if (path.endsWith('/stream'))
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: Buffer.from('event: chunk\ndata: "a"\n\nevent: close\ndata: \n\n'),
    };
  execution.looksLeft -= 1;
  return { status: 200, body: toAnswer(execution, state) };
}

function issueToken({ method, headers }: ServerRequest, state: VertesiaState): ServerAnswer {
  const key = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '';
  if (method !== 'POST' || !state.keys.has(key)) return fail(401, 'unknown key');
  const exp = Math.floor(Date.now() / 1000) + state.tokenLife;
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${part({ alg: 'none' })}.${part({ exp, jti: state.nextId++ })}.signature`;
  state.tokens.set(token, exp);
  return { status: 200, body: { token } };
}

type Body = Readonly<Record<string, unknown>>;

/** `data.speed` is what one execution takes, milliseconds; `data.tokens` what it answers with. */
async function execute(body: Body, { headers }: ServerRequest, state: VertesiaState): Promise<ServerAnswer> {
  const {
    interaction,
    data,
    config,
    tags = [],
    stream,
  } = body as {
    readonly interaction?: string;
    readonly data?: Readonly<Record<string, number>>;
    readonly config?: Readonly<Record<string, string>>;
    readonly tags?: readonly string[];
    readonly stream?: boolean;
  };
  if (interaction === undefined || !state.interactions.has(interaction)) return fail(404, 'interaction not found');
  if (data === undefined || config?.['environment'] === undefined || config['model'] === undefined)
    return fail(400, 'data, config.environment and config.model are needed');
  if (!state.environments.has(config['environment'])) return fail(400, 'environment not found');
  if (tags.some((tag) => typeof tag !== 'string')) return fail(400, 'tags must be strings');
  const factor = state.noise[state.executions.length % state.noise.length] ?? 1;
  const slow = Number(/slow=([\d.]+)/.exec(config['model'])?.[1] ?? 1);
  const latencyMs = (data['speed'] ?? 20) * factor * slow;
  await new Promise((done) => setTimeout(done, latencyMs));
  const execution: StoredExecution = {
    id: `e${state.nextId++}`,
    interaction,
    version: headers['x-interaction-tag'] ?? '',
    data,
    config,
    environment: config['environment'],
    model: config['model'],
    tags,
    latencyMs,
    tokensOut: data['tokens'] ?? 100,
    failed: data['broken'] === 1,
    createdAt: Date.now() - Math.ceil(latencyMs),
    looksLeft: state.immediate && stream !== true ? 0 : 1,
  };
  state.executions.push(execution);
  return { status: 200, body: toAnswer(execution, state) };
}

function search(body: Body, state: VertesiaState): ServerAnswer {
  const {
    limit = 100,
    offset = 0,
    query,
  } = body as {
    readonly limit?: number;
    readonly offset?: number;
    readonly query?: { readonly tags?: readonly string[] };
  };
  if (query === undefined || limit > 1000) return fail(400, 'query is needed, limit at most 1000');
  const found = state.executions.filter(({ tags }) => (query.tags ?? []).every((tag) => tags.includes(tag)));
  return {
    status: 200,
    body: found
      .toReversed()
      .slice(offset, offset + Math.min(limit, state.mostAtOnce))
      .map((one) => toAnswer(one, state)),
  };
}

function toAnswer(execution: StoredExecution, state: VertesiaState): object {
  const { id, interaction, environment, model, tags, latencyMs, tokensOut, failed, createdAt, looksLeft } = execution;
  const base = {
    id,
    interaction: { id: interaction, name: interaction },
    environment: { id: environment },
    modelId: model,
    tags,
    config: execution.config,
    ...(state.tellsData ? { data: execution.data } : {}),
    created_at: new Date(createdAt).toISOString(),
  };
  if (looksLeft > 0) return { ...base, status: 'processing' };
  const ended = { ...base, updated_at: new Date(createdAt + Math.ceil(latencyMs)).toISOString() };
  if (failed)
    return { ...ended, status: 'failed', error: { code: 'provider_error', message: 'the provider is overloaded' } };
  return {
    ...ended,
    status: 'completed',
    execution_time: state.timeUnit === 's' ? latencyMs / 1000 : latencyMs,
    token_use: { prompt: 50, [state.tokenKey]: tokensOut },
    ...(state.cached ? { cache_hit: true } : {}),
  };
}

function fail(status: number, message: string): ServerAnswer {
  return { status, body: { message } };
}

function parse({ body }: ServerRequest): Body {
  return body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Body);
}
