// A stand-in of Hubify as one handler. Only the routes that are live today answer, unless told otherwise; a small rate
// limit; experiments pass after some looks at the list.

import { createFaults, type Fault } from '../faults.ts';
import type { Handler, ServerAnswer, ServerRequest } from '../http.ts';

export interface StoredExperiment {
  readonly id: string;
  readonly labId: string;
  readonly title: string;
  readonly experimentId: string;
  readonly computeMode: string;
  readonly config: string;
  readonly createdAt: number;
  status: string;
  result: string;
  /** Lists until it runs, and until it has ended. */
  looksLeft: number;
}

export interface HubifyState {
  readonly keys: Set<string>;
  readonly labs: Set<string>;
  readonly experiments: StoredExperiment[];
  /** Whether the announced routes below one experiment answer. */
  live: boolean;
  /** Whether data comes in its envelope. */
  enveloped: boolean;
  /** How an experiment ends: its status and result. */
  outcome: (experiment: StoredExperiment) => { readonly status: string; readonly result: string };
  pageSize: number;
  nextId: number;
}

const MODES = ['CPU', 'A100', 'H100', 'H200'];

/** The configuration's `speed` is the latency, milliseconds; a script prints more than the numbers. */
export function runScript({ config, id }: StoredExperiment): { status: string; result: string } {
  const { speed = 10 } = JSON.parse(config) as { speed?: number };
  const wobble = 1 + ((Number(id.slice(1)) * 7919) % 5) / 500;
  const values = [speed * wobble, speed * wobble * 1.01, speed * wobble * 0.99];
  return {
    status: 'pass',
    result: `epoch {1}\n{"note": "not this one"}\ndone: {"latency": {"unit": "ms", "values": ${JSON.stringify(values)}}} bye`,
  };
}

export function createHubifyState(): HubifyState {
  return {
    keys: new Set(['hfy_key_test']),
    labs: new Set(['lab-1']),
    experiments: [],
    live: false,
    enveloped: true,
    outcome: runScript,
    pageSize: 3,
    nextId: 1,
  };
}

export interface HubifyServer {
  readonly handler: Handler;
  readonly log: { readonly method: string; readonly path: string; readonly status: number }[];
  readonly faults: Fault[];
}

export function createHubifyServer(state: HubifyState): HubifyServer {
  const faults: Fault[] = [];
  const log: HubifyServer['log'] = [];
  return { handler: createFaults(faults, async (request) => answer(request, state), log), log, faults };
}

function answer(request: ServerRequest, state: HubifyState): ServerAnswer {
  const { method, url, headers } = request;
  const key = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '';
  if (!state.keys.has(key)) return fail(401, 'unauthorized', 'invalid API key');
  const path = url.pathname.replace(/^\/api\/v1/, '');
  if (path === '/experiments' && method === 'GET') return list(url.searchParams, state);
  if (path === '/experiments' && method === 'POST') return create(parse(request), state);
  const id = /^\/experiments\/([^/]+)$/.exec(path)?.[1];
  const experiment = state.experiments.find((candidate) => candidate.id === id);
  if (!state.live || id === undefined || experiment === undefined) return fail(404, 'not_found', 'no such route');
  if (method === 'GET') return { status: 200, body: wrap(toAnswer(look(experiment, state)), state) };
  if (method !== 'PATCH') return fail(405, 'method_not_allowed', method);
  const { status, result } = parse(request);
  if (status !== undefined) experiment.status = String(status);
  if (result !== undefined) experiment.result = String(result);
  experiment.looksLeft = 0;
  return { status: 200, body: wrap(toAnswer(experiment), state) };
}

function create(body: Readonly<Record<string, unknown>>, state: HubifyState): ServerAnswer {
  const { labId, title, computeMode = 'CPU', config = {}, experimentId } = body;
  if (typeof labId !== 'string' || !state.labs.has(labId)) return fail(403, 'forbidden', 'no such lab');
  if (typeof title !== 'string' || title === '') return fail(400, 'validation', 'title is required');
  if (!MODES.includes(String(computeMode))) return fail(400, 'validation', 'computeMode is unknown');
  if (state.experiments.some((known) => known.experimentId === experimentId))
    return fail(409, 'conflict', 'experimentId exists');
  const experiment: StoredExperiment = {
    id: `x${state.nextId++}`,
    labId,
    title,
    experimentId: String(experimentId ?? ''),
    computeMode: String(computeMode),
    // Whatever JSON was sent is kept as its text: of a text the text of a text.
    config: JSON.stringify(config),
    createdAt: Date.now() + state.nextId,
    status: 'queued',
    result: '',
    looksLeft: 2,
  };
  state.experiments.push(experiment);
  return { status: 201, body: wrap(toAnswer(experiment), state) };
}

function list(query: URLSearchParams, state: HubifyState): ServerAnswer {
  const labId = query.get('labId');
  if (labId === null) return fail(400, 'validation', 'labId is required');
  const all = state.experiments.filter((experiment) => experiment.labId === labId).toReversed();
  const from = Number(query.get('cursor') ?? 0);
  const page = all.slice(from, from + Math.min(state.pageSize, Number(query.get('limit') ?? 50)));
  const next = from + page.length;
  const items = page.map((experiment) => toAnswer(look(experiment, state)));
  if (!state.enveloped) return { status: 200, body: all.map((experiment) => toAnswer(look(experiment, state))) };
  return {
    status: 200,
    body: { data: items, meta: { has_more: next < all.length, next_cursor: next < all.length ? String(next) : null } },
  };
}

/** Each look brings it on: queued, running, ended. Records have no script. */
function look(experiment: StoredExperiment, state: HubifyState): StoredExperiment {
  if (experiment.config.includes('"latency_gate":{"latency_gate.record')) return experiment;
  experiment.looksLeft -= 1;
  if (experiment.looksLeft === 1) experiment.status = 'running';
  if (experiment.looksLeft <= 0 && ['queued', 'running'].includes(experiment.status))
    Object.assign(experiment, state.outcome(experiment));
  return experiment;
}

function toAnswer({ looksLeft: _looks, ...experiment }: StoredExperiment): object {
  return experiment;
}

function wrap(data: object, { enveloped }: HubifyState): object {
  return enveloped ? { data } : data;
}

function fail(status: number, code: string, message: string): ServerAnswer {
  return { status, body: { error: { code, message, status } } };
}

function parse({ body }: ServerRequest): Readonly<Record<string, unknown>> {
  return body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Readonly<Record<string, unknown>>);
}
