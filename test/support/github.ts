// GitHub's API against the stand-in, without a process between them. Blobs lie in memory.

import { createGitHub, type GitHub } from '../../src/adapters/github/client.ts';
import { createNetwork } from '../../src/adapters/http/fetch.ts';
import type { BlobStore } from '../servers/github/artifact-service.ts';
import { createGitHubServer } from '../servers/github/server.ts';
import { type Access, createState, type GitHubState, type Permission, REPOSITORY_ID } from '../servers/github/state.ts';
import { mount } from '../servers/http.ts';
import { FakeClock } from './fakes.ts';

const TOKEN = 'ghs_test';
const BLOBS = '/blobs/';

/** A repository whose token may do this; everything where nothing is said. */
export async function connectToGitHub(permissions: Partial<Record<Permission, Access>> = ALL) {
  const state = createState();
  state.tokens.set(TOKEN, new Map(Object.entries(permissions) as [Permission, Access][]));
  const kept = new Map<string, Buffer>();
  let url = '';
  const blobs: BlobStore = {
    sign: (blob) => `${url}${BLOBS}${encodeURIComponent(blob)}?sig=secret`,
    size: async (blob) => kept.get(blob)?.length ?? 0,
    upload: async (blob, bytes) => void kept.set(blob, bytes),
  };
  const server = createGitHubServer(state, blobs);
  const mounted = await mount(async (request) => {
    if (!request.url.pathname.startsWith(BLOBS)) return server.handler(request);
    // Storage must never see the token.
    if (request.headers['authorization'] !== undefined) return { status: 400, body: 'a token was sent to storage' };
    const bytes = kept.get(decodeURIComponent(request.url.pathname.slice(BLOBS.length)));
    return bytes === undefined ? { status: 404 } : { status: 200, body: bytes };
  });
  url = mounted.url;
  const retry = { clock: new FakeClock(), random: () => 0, attempts: 2, baseDelayMs: 1, longestWaitMs: 10 };
  const { fetch } = createNetwork({ ...retry, timeoutMs: 5000, proxy: {} });
  const github: GitHub = createGitHub({
    token: TOKEN,
    apiUrl: url,
    repository: 'acme/models',
    fetch,
    clock: new FakeClock(),
  });
  return { state, server, github, fetch, blobs, url, close: mounted.close };
}

const ALL = {
  contents: 'write',
  'pull-requests': 'write',
  checks: 'write',
  actions: 'read',
  statuses: 'write',
} as const;

export interface ArtifactChange {
  readonly name?: string;
  readonly event?: string;
  readonly branch?: string;
  readonly headSha?: string;
  readonly repository?: number;
  readonly createdAt?: string;
  readonly expired?: boolean;
  readonly runId?: number;
  readonly digest?: string;
  readonly blob?: string;
}

/** An artifact of a workflow run; of a push to the default branch where nothing is said. Answers its id. */
export function addArtifact(state: GitHubState, change: ArtifactChange = {}): number {
  const runId = change.runId ?? state.nextId++;
  const id = state.nextId++;
  const createdAt = change.createdAt ?? '2026-01-01T00:00:00Z';
  if (!state.runs.has(runId)) {
    state.runs.set(runId, {
      id: runId,
      event: change.event ?? 'push',
      headSha: change.headSha ?? 'c1',
      headBranch: change.branch ?? state.defaultBranch,
      headRepositoryId: change.repository ?? REPOSITORY_ID,
      startedAt: createdAt,
      attempt: 1,
    });
  }
  const { name = 'record', blob = 'blob', digest = null, expired = false } = change;
  state.artifacts.push({ id, runId, name, blob, sizeBytes: 10, createdAt, expired, digest });
  return id;
}
