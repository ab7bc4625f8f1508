// Blob storage in memory, as far as an upload by blocks and a download need it: Put Blob, Put Block, Put Block List and
// Get Blob of https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api. Addresses are signed: who
// has one may use it, and nobody may see it.

import { createHash, randomUUID } from 'node:crypto';
import type { BlobStore } from './github/artifact-service.ts';
import type { ServerAnswer, ServerRequest } from './http.ts';

const ACCOUNT = '/blobs/artifacts/';
export const SIGNATURE = 'verySecretSignature';

export interface MemoryBlobs extends BlobStore {
  /** Where addresses point. */
  baseUrl: string;
  /** Undefined where the path is another's. */
  answer(request: ServerRequest): ServerAnswer | undefined;
  /** One that has all of these, and keeps what is new to itself. */
  layer(): MemoryBlobs;
}

export function createMemoryBlobs(below: ReadonlyMap<string, Buffer> = new Map()): MemoryBlobs {
  const own = new Map<string, Buffer>();
  const blocks = new Map<string, Buffer>();
  const find = (path: string) => own.get(path) ?? below.get(path);
  const blobs: MemoryBlobs = {
    baseUrl: '',
    sign: (blob, permissions) => `${blobs.baseUrl}${toPath(blob)}?sv=2025-11-05&sp=${permissions}&sig=${SIGNATURE}`,
    size: async (blob) => find(toPath(blob))?.length ?? 0,
    upload: async (blob, bytes) => void own.set(toPath(blob), bytes),
    layer: () => createMemoryBlobs(new Map([...below, ...own])),
    answer({ method, url, body }) {
      const { pathname: path, searchParams: query } = url;
      if (!path.startsWith(ACCOUNT)) return undefined;
      if (query.get('sig') !== SIGNATURE) return { status: 403, headers: HEADERS() };
      if (method === 'GET') {
        const found = find(path);
        return found === undefined
          ? { status: 404, headers: HEADERS() }
          : { status: 200, headers: HEADERS(), body: found };
      }
      if (query.get('comp') === 'block') blocks.set(`${path} ${query.get('blockid')}`, body);
      else own.set(path, query.get('comp') === 'blocklist' ? join(path, body.toString(), blocks) : body);
      return { status: 201, headers: HEADERS() };
    },
  };
  return blobs;
}

/** One part, which every blob has another of. */
function toPath(blob: string): string {
  return `${ACCOUNT}0${createHash('sha256').update(blob).digest('hex').slice(0, 12)}`;
}

/** `<BlockList><Latest>id</Latest>…</BlockList>`, in the order of the blob. */
function join(path: string, list: string, blocks: ReadonlyMap<string, Buffer>): Buffer {
  const ids = [...list.matchAll(/<(?:Latest|Uncommitted)>([^<]*)</g)].map(([, id]) => id);
  return Buffer.concat(ids.map((id) => blocks.get(`${path} ${id}`) ?? Buffer.alloc(0)));
}

const HEADERS = () => ({
  etag: `"${randomUUID()}"`,
  'last-modified': new Date().toUTCString(),
  'x-ms-request-id': randomUUID(),
  'x-ms-version': '2025-11-05',
  date: new Date().toUTCString(),
});
