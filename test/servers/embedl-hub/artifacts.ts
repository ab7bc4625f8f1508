// Files of the hub stand-in's runs: registered, addressed, marked, deleted.

import { type HubAnswer, type HubCall, notFound, refuse, refuseValue } from './answers.ts';
import type { HubArtifact } from './state.ts';

export function answerArtifacts(call: HubCall): HubAnswer | undefined {
  const { request, state, body } = call;
  const [, , , id, part] = request.url.pathname.split('/');
  if (id === undefined) return request.method === 'POST' ? createArtifact(call) : undefined;
  const artifact = state.artifacts.find((candidate) => candidate.id === id);
  if (artifact === undefined) return notFound('artifact');
  if (part === 'upload-url') return request.method === 'POST' ? addressOf(artifact, call) : undefined;
  if (request.method === 'DELETE') {
    state.artifacts.splice(state.artifacts.indexOf(artifact), 1);
    return { data: undefined };
  }
  if (request.method !== 'PATCH') return undefined;
  const status = String(body['status']);
  if (status !== 'UPLOADED' && status !== 'FAILED') return refuseValue(state, 'status is UPLOADED or FAILED');
  if (status === 'UPLOADED' && artifact.bytes === undefined) return refuseValue(state, 'nothing was uploaded');
  artifact.status = status;
  return { data: toArtifact(artifact) };
}

/** Sizes are strings on the wire. */
export function toArtifact({ bytes: _bytes, fileSize, createdAt, ...artifact }: HubArtifact): object {
  return { ...artifact, fileSize: String(fileSize), createdAt, updatedAt: createdAt };
}

function createArtifact({ state, body }: HubCall): HubAnswer {
  const { runId, fileName, fileSize } = body;
  if (!state.runs.some((run) => run.id === runId)) return notFound('run');
  if (typeof fileName !== 'string' || fileName === '') return refuseValue(state, 'fileName is a text');
  if (typeof fileSize !== 'number' || !(fileSize >= 0)) return refuseValue(state, 'fileSize is a number of bytes');
  const { largestArtifact, storageLeft } = state.manners;
  if (fileSize > largestArtifact) return refuse(413, 'file_too_large', `at most ${largestArtifact} bytes`);
  if (fileSize > storageLeft) return refuse(403, 'storage_quota_exceeded', 'the storage of this account is used up');
  const artifact: HubArtifact = {
    id: `artifact-${state.nextId++}`,
    runId: String(runId),
    fileName,
    fileSize,
    createdAt: state.now().toISOString(),
    status: 'PENDING',
    bytes: undefined,
  };
  state.artifacts.push(artifact);
  return { data: toArtifact(artifact) };
}

function addressOf({ id, fileSize }: HubArtifact, { state, baseUrl }: HubCall): HubAnswer {
  const { uploadMode } = state.manners;
  const signed = `${baseUrl}/storage/signed/${id}?signature=verySecretSignature`;
  const url = uploadMode === 'API' ? `/storage/api/${id}` : signed;
  return { data: { url, expiresAt: null, maxSize: String(fileSize), uploadMode } };
}
