// The runner's artifact service: the v4 protocol (Twirp over JSON), with Azurite as the blob store behind it.

import { randomUUID } from 'node:crypto';
import {
  BlobSASPermissions,
  BlobServiceClient,
  type ContainerClient,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import type { ServerAnswer } from '../http.ts';
import type { GitHubState } from './state.ts';

const ACCOUNT = 'devstoreaccount1';
/** Azurite's well-known development key. */
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const SAS_MINUTES = 10;

export interface BlobStore {
  sign(blob: string, permissions: string): string;
  size(blob: string): Promise<number>;
  upload(blob: string, bytes: Buffer): Promise<void>;
}

export async function openBlobStore(azuriteUrl: string): Promise<BlobStore> {
  const credential = new StorageSharedKeyCredential(ACCOUNT, KEY);
  const service = new BlobServiceClient(`${azuriteUrl}/${ACCOUNT}`, credential);
  const container: ContainerClient = service.getContainerClient(`artifacts-${randomUUID()}`);
  await container.create();
  return {
    sign(blob, permissions) {
      const expiresOn = new Date(Date.now() + SAS_MINUTES * 60_000);
      const query = generateBlobSASQueryParameters(
        {
          containerName: container.containerName,
          blobName: blob,
          permissions: BlobSASPermissions.parse(permissions),
          expiresOn,
        },
        credential,
      );
      return `${container.getBlobClient(blob).url}?${query}`;
    },
    size: async (blob) => (await container.getBlobClient(blob).getProperties()).contentLength ?? 0,
    upload: async (blob, bytes) => void (await container.getBlockBlobClient(blob).upload(bytes, bytes.length)),
  };
}

const SERVICE = '/twirp/github.actions.results.api.v1.ArtifactService/';

/** Answers the four methods the action's client uses; undefined where the path is another's. */
export async function answerArtifactService(
  pathname: string,
  authorization: string | undefined,
  body: Readonly<Record<string, unknown>>,
  state: GitHubState,
  blobs: BlobStore,
): Promise<ServerAnswer | undefined> {
  if (!pathname.startsWith(SERVICE)) return undefined;
  const runId = readRunId(authorization);
  if (runId === undefined) return twirpError(401, 'unauthenticated', 'bad runtime token');
  const name = String(body['name'] ?? '');
  switch (pathname.slice(SERVICE.length)) {
    case 'CreateArtifact':
      return createArtifact(runId, name, body, state, blobs);
    case 'FinalizeArtifact':
      return finalizeArtifact(runId, name, body, state, blobs);
    case 'ListArtifacts':
      return { status: 200, body: { artifacts: listFor(runId, body, state) } };
    case 'DeleteArtifact':
      return deleteArtifact(runId, name, state);
    default:
      return twirpError(404, 'bad_route', pathname);
  }
}

function createArtifact(
  runId: number,
  name: string,
  body: Readonly<Record<string, unknown>>,
  state: GitHubState,
  blobs: BlobStore,
): ServerAnswer {
  if (!/^[^\\/:"<>|*?\r\n]+$/.test(name)) return twirpError(400, 'invalid_argument', 'the artifact name is not valid');
  if (body['version'] !== 7 && body['version'] !== 4) return twirpError(400, 'invalid_argument', 'unknown version');
  const exists = state.artifacts.some((artifact) => artifact.runId === runId && artifact.name === name);
  if (exists) return twirpError(409, 'already_exists', 'an artifact with this name already exists on the workflow run');
  const blob = `${state.space}/${runId}/${state.nextId++}/${name}`;
  state.uploads.set(`${runId}/${name}`, blob);
  return { status: 200, body: { ok: true, signed_upload_url: blobs.sign(blob, 'cw') } };
}

async function finalizeArtifact(
  runId: number,
  name: string,
  body: Readonly<Record<string, unknown>>,
  state: GitHubState,
  blobs: BlobStore,
): Promise<ServerAnswer> {
  const blob = state.uploads.get(`${runId}/${name}`);
  if (blob === undefined) return twirpError(404, 'not_found', 'no such upload');
  const sizeBytes = await blobs.size(blob);
  if (Number(body['size']) !== sizeBytes) return twirpError(400, 'invalid_argument', `size is ${sizeBytes}`);
  state.uploads.delete(`${runId}/${name}`);
  const id = state.nextId++;
  state.artifacts.push({
    id,
    runId,
    name,
    blob,
    sizeBytes,
    createdAt: state.now().toISOString(),
    expired: false,
    digest: readHash(body['hash']),
  });
  return { status: 200, body: { ok: true, artifact_id: String(id) } };
}

/** The client wraps the string as protobuf's StringValue. */
function readHash(hash: unknown): string | null {
  const value = typeof hash === 'object' && hash !== null && 'value' in hash ? hash.value : hash;
  return typeof value === 'string' ? value : null;
}

function listFor(runId: number, body: Readonly<Record<string, unknown>>, state: GitHubState): readonly object[] {
  const filter = body['name_filter'] as { value?: string } | string | undefined;
  const name = typeof filter === 'object' ? filter.value : filter;
  return state.artifacts
    .filter((artifact) => artifact.runId === runId && (name === undefined || artifact.name === name))
    .map((artifact) => ({
      workflow_run_backend_id: String(runId),
      workflow_job_run_backend_id: 'job',
      database_id: String(artifact.id),
      name: artifact.name,
      size: String(artifact.sizeBytes),
      created_at: artifact.createdAt,
    }));
}

function deleteArtifact(runId: number, name: string, state: GitHubState): ServerAnswer {
  const artifact = state.artifacts.find((candidate) => candidate.runId === runId && candidate.name === name);
  if (artifact === undefined) return twirpError(404, 'not_found', 'no such artifact');
  state.artifacts = state.artifacts.filter((candidate) => candidate !== artifact);
  return { status: 200, body: { ok: true, artifact_id: String(artifact.id) } };
}

/** The runner's token names the workflow run in its scope: `Actions.Results:<run>:<job>`. */
function readRunId(authorization: string | undefined): number | undefined {
  const payload = authorization?.replace(/^Bearer /, '').split('.')[1];
  if (payload === undefined) return undefined;
  const { scp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { scp?: string };
  const match = /Actions\.Results:(\d+):/.exec(scp ?? '');
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/** A runtime token as the runner would hand it to a step of that run. */
export function runtimeToken(runId: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ scp: `Actions.ExampleScope Actions.Results:${runId}:${runId}` })}.signature`;
}

function twirpError(status: number, code: string, msg: string): ServerAnswer {
  return { status, body: { code, msg } };
}
