// A stand-in behind a server that can break in every way that a network or a service can.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Handler, ServerAnswer, ServerRequest } from '../servers/http.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Answers with a status; both forms of `Retry-After`, the date a second ahead. */
const STATUSES: Readonly<Record<string, () => ServerAnswer>> = {
  '401': () => refuse(401),
  '403': () => refuse(403),
  '404': () => refuse(404),
  '409': () => refuse(409),
  '422': () => refuse(422),
  '429, seconds': () => ({ ...refuse(429), headers: { 'retry-after': '1' } }),
  '429, date': () => ({ ...refuse(429), headers: { 'retry-after': new Date(Date.now() + 1000).toUTCString() } }),
  '500': () => refuse(500),
  '502': () => ({ status: 502, headers: { 'content-type': 'text/html' }, body: Buffer.from('<h1>Bad Gateway</h1>') }),
  '503': () => refuse(503),
  garbage: () => ({ status: 200, headers: JSON_TYPE, body: Buffer.from([0x7b, 0xff, 0x00, 0x3a]) }),
  'wrong schema': () => ({ status: 200, body: { unexpected: [1, { deeply: null }] } }),
};

/** What happens to the connection; `taken`: the request is carried out first. */
const CONNECTIONS = {
  refused: 'no answer: the port is closed',
  'reset before': 'no answer',
  'reset after': 'taken, no answer',
  stall: 'taken, never answered',
  'slow drip': 'taken, a byte at a time',
  truncated: 'taken, half an answer',
} as const;

export type FaultName = string;
export const FAULT_NAMES: readonly FaultName[] = [...Object.keys(CONNECTIONS), ...Object.keys(STATUSES)];
/** Faults that cost the client its time-out. */
export const SLOW: readonly FaultName[] = ['stall', 'slow drip'];

export interface Plan {
  /** `METHOD /path` with ids replaced. */
  readonly call: string;
  readonly fault: FaultName;
  /** How many of the calls meet it. */
  left: number;
}

export interface FaultyServer {
  readonly url: string;
  /** Every call in order, by its name. */
  readonly calls: string[];
  plan: Plan | undefined;
  /** Resolves when every request that was taken is carried out. */
  settled(): Promise<unknown>;
  close(): Promise<void>;
}

/** What `answer` reads and writes. */
interface Faulty {
  readonly calls: string[];
  readonly underWay: Set<Promise<unknown>>;
  plan: Plan | undefined;
}

export async function mountFaulty(handler: Handler): Promise<FaultyServer> {
  const faulty: Faulty = { calls: [], underWay: new Set(), plan: undefined };
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing, handler, faulty));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return Object.assign(faulty, {
    url: `http://127.0.0.1:${port}`,
    settled: () => Promise.all(faulty.underWay),
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  });
}

/** Ids of runs, jobs and the like: whatever holds a digit, but for the version of an API. */
export function nameCall({
  method,
  url: { pathname },
  headers,
}: Pick<ServerRequest, 'method' | 'url' | 'headers'>): string {
  // AWS's calls are all one POST; the target says which.
  const target = headers['x-amz-target']?.split('.').at(-1);
  if (target !== undefined) return `${method} ${target}`;
  const parts = pathname.split('/').map((part) => (isId(part) ? '{id}' : part));
  return `${method} ${parts.join('/')}`;
}

function isId(part: string): boolean {
  return /\d/.test(part) && !/^(v\d|\d\.\d)$/.test(part) && !part.endsWith('Service');
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handler: Handler,
  faulty: Faulty,
): Promise<void> {
  const request = await readRequest(incoming).catch(() => undefined);
  if (request === undefined) return;
  const call = nameCall(request);
  faulty.calls.push(call);
  const fault = take(faulty.plan, call);
  if (fault === 'refused' || fault === 'reset before') return void incoming.socket.resetAndDestroy();
  const status = fault === undefined ? undefined : STATUSES[fault]?.();
  const found = status ?? (await carryOut(handler, request, faulty.underWay));
  if (fault === 'reset after') return void incoming.socket.resetAndDestroy();
  if (fault === 'stall') return;
  const body = toBytes(found);
  const type = found.body === undefined || Buffer.isBuffer(found.body) ? {} : JSON_TYPE;
  const length = fault === 'truncated' || fault === 'slow drip' ? body.length + 100 : body.length;
  const lengths = found.status === 204 || found.status === 304 ? {} : { 'content-length': String(length) };
  outgoing.writeHead(found.status, { ...type, ...lengths, ...found.headers });
  if (fault === 'slow drip') return void drip(outgoing);
  if (fault !== 'truncated') return void outgoing.end(body);
  outgoing.write(body.subarray(0, body.length / 2), () => incoming.socket.destroy());
}

function carryOut(handler: Handler, request: ServerRequest, underWay: Set<Promise<unknown>>): Promise<ServerAnswer> {
  const carried = handler(request)
    .catch(toFailure)
    .finally(() => underWay.delete(carried));
  underWay.add(carried);
  return carried;
}

/** A mistake of the stand-in, or a request that is not what the service's documents say. */
function toFailure(error: unknown): ServerAnswer {
  return { status: 599, body: { message: String(error) } };
}

function drip(outgoing: ServerResponse): void {
  const timer = setInterval(() => outgoing.write(' '), 20);
  outgoing.on('close', () => clearInterval(timer));
}

function take(plan: Plan | undefined, call: string): FaultName | undefined {
  if (plan === undefined || plan.call !== call || plan.left <= 0) return undefined;
  plan.left -= 1;
  return plan.fault;
}

function refuse(status: number): ServerAnswer {
  return { status, body: { message: 'refused by the fault', detail: 'refused by the fault' } };
}

function toBytes({ body }: ServerAnswer): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  return Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
}

async function readRequest(incoming: IncomingMessage): Promise<ServerRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat()[0]]);
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', 'http://stand-in'),
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
}
