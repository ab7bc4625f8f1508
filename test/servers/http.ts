// Mounts a pure handler on a real HTTP server on loopback. Every stand-in of an outside service uses it.

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServerRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Objects are sent as JSON. */
  readonly body?: unknown;
}

export type Handler = (request: ServerRequest) => Promise<ServerAnswer>;

export interface Mounted {
  readonly url: string;
  close(): Promise<void>;
}

export async function mount(handler: Handler, port = 0): Promise<Mounted> {
  const server = createServer((incoming, outgoing) => {
    readBody(incoming)
      .then((body) => handler(toRequest(incoming, body)))
      .catch((error: unknown): ServerAnswer => ({ status: 599, body: { message: `stand-in: ${String(error)}` } }))
      .then((answer) => {
        // Status 0: the connection breaks without an answer.
        if (answer.status === 0) return void incoming.socket.destroy();
        const isBuffer = Buffer.isBuffer(answer.body);
        const type = answer.body === undefined || isBuffer ? {} : { 'content-type': 'application/json; charset=utf-8' };
        outgoing.writeHead(answer.status, { ...type, ...answer.headers });
        outgoing.end(isBuffer || answer.body === undefined ? answer.body : JSON.stringify(answer.body));
      });
  });
  await listen(server, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function toRequest(incoming: IncomingMessage, body: Buffer): ServerRequest {
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat()[0]]),
  );
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', 'http://stand-in'),
    headers,
    body,
  };
}
