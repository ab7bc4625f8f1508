// The storage behind the hub stand-in's addresses. It is not the hub: a key must never be seen at a signed address, and
// an upload must say how long it is.

import type { ServerAnswer, ServerRequest } from '../http.ts';
import { readArchive } from './archive.ts';
import { writeResult } from './results.ts';
import type { HubState } from './state.ts';

export function answerStorage(request: ServerRequest, state: HubState): ServerAnswer {
  const [, , kind, id = ''] = request.url.pathname.split('/');
  const { headers, method } = request;
  if ((kind === 'api') !== (headers['authorization'] !== undefined)) return { status: 400 };
  if (kind === 'result') return method === 'GET' ? readResult(id, state) : { status: 405 };
  if (method !== 'PUT' || headers['transfer-encoding'] !== undefined) return { status: 501 };
  if (Number(headers['content-length']) !== request.body.length) return { status: 411 };
  return kind === 'slot' ? takeModel(id, request, state) : takeArtifact(id, request, state);
}

function takeModel(id: string, { body, headers }: ServerRequest, state: HubState): ServerAnswer {
  const upload = state.uploads.find((candidate) => candidate.id === id);
  if (upload === undefined || upload.model !== undefined) return { status: 403 };
  if (headers['content-type'] !== 'application/zip') return { status: 415 };
  if (body.length > state.manners.largestModel) return { status: 413 };
  const files = readArchive(body);
  const model = files?.get('model.tflite');
  if (files === undefined || model === undefined) return { status: 400 };
  upload.model = model;
  upload.files = files;
  return { status: 200 };
}

function takeArtifact(id: string, { body, headers }: ServerRequest, state: HubState): ServerAnswer {
  const artifact = state.artifacts.find((candidate) => candidate.id === id);
  if (artifact === undefined) return { status: 404 };
  const signed = state.manners.uploadMode === 'SIGNED_URL';
  if (headers['content-type'] !== 'application/octet-stream') return { status: 415 };
  if (signed && headers['x-goog-content-length-range'] !== `0,${artifact.fileSize}`) return { status: 403 };
  if (body.length !== artifact.fileSize) return { status: 400 };
  artifact.bytes = body;
  return { status: 200 };
}

/** Nothing is there before the phone has sent it. */
function readResult(id: string, state: HubState): ServerAnswer {
  const job = state.jobs.find((candidate) => candidate.id === id);
  const phone = state.phones.find(({ name }) => name === job?.device);
  if (job === undefined || phone === undefined || job.looks <= phone.queue + phone.run) return { status: 404 };
  return { status: 200, body: job.broken === undefined ? writeResult(job, phone) : Buffer.alloc(0) };
}
