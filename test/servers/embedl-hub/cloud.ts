// The device cloud of the hub stand-in: devices, uploads, jobs, results, and the storage behind signed addresses.

import { crc32 } from 'node:zlib';
import type { ServerAnswer, ServerRequest } from '../http.ts';
import { zipFiles } from '../zip.ts';
import { encodeProfile, writeLog } from './protobuf.ts';
import type { HubAnswer, HubCall } from './runs.ts';
import { fail } from './server.ts';
import type { HubJob, HubState } from './state.ts';

const refuse = (status: number, code: string, detail: string): HubAnswer => ({ refusal: fail(status, code, detail) });

export function answerCloud(call: HubCall): HubAnswer | undefined {
  const { request, state } = call;
  const path = request.url.pathname.replace('/api/device-cloud/', '');
  const list = (items: readonly object[]) => (state.manners.listsAsItems ? { items } : items);
  if (path === 'devices') return { data: list(state.phones.map(toDevice)) };
  if (path === 'uploads' && request.method === 'POST') return createUpload(call);
  if (path === 'jobs' && request.method === 'POST') return createJob(call);
  const match = /^jobs\/([^/]+)(\/artifacts)?$/.exec(path);
  if (match === null) return undefined;
  const job = state.jobs.find(({ id }) => id === match[1]);
  if (job === undefined) return refuse(404, 'not_found', 'no such job');
  return match[2] === undefined ? readJob(job, state) : readArtifacts(job, call);
}

function toDevice({ name, os, platform }: HubState['phones'][number]): object {
  const cpu = { architecture: 'ARM64', frequency: 'MHz', clock: 2800 };
  return { name, os, vendor: name.split(' ')[0], platform, type: 'PHONE', cpu, addedLater: true };
}

function createUpload({ request, state, baseUrl, body }: HubCall): HubAnswer {
  if (request.body.length > 0 && body['type'] !== 'APPIUM_PYTHON_TEST_PACKAGE')
    return refuse(422, 'invalid', 'unknown type');
  const upload = { id: `upload-${state.nextId++}`, model: undefined };
  state.uploads.push(upload);
  const url = `${baseUrl}/storage/slot/${upload.id}?X-Amz-Signature=verySecretSignature`;
  return { data: { id: upload.id, url, createdAt: state.now().toISOString() } };
}

function createJob({ state, body }: HubCall): HubAnswer {
  const { modelUploadId, deviceName } = body;
  const upload = state.uploads.find(({ id }) => id === modelUploadId);
  if (upload?.model === undefined) return refuse(422, 'invalid', 'no model was uploaded there');
  const phone = state.phones.find(({ name }) => name === deviceName);
  if (phone === undefined) return refuse(422, 'invalid', 'no such device');
  const number = state.jobs.filter(({ device }) => device === deviceName).length;
  const job: HubJob = { id: `job-${state.nextId++}`, upload: upload.id, device: phone.name, number, polls: 0 };
  state.jobs.push(job);
  return { data: { id: job.id, status: 'PENDING', createdAt: state.now().toISOString() } };
}

function readJob(job: HubJob, state: HubState): HubAnswer {
  const phone = state.phones.find(({ name }) => name === job.device);
  const { queue = 0, run = 0 } = phone ?? {};
  job.polls += 1;
  const status = job.polls <= queue ? 'PENDING_DEVICE' : job.polls <= queue + run ? 'RUNNING' : 'COMPLETED';
  return { data: { id: job.id, status, createdAt: state.now().toISOString() } };
}

function readArtifacts(job: HubJob, { baseUrl }: HubCall): HubAnswer {
  return {
    data: {
      jobId: job.id,
      url: `${baseUrl}/storage/result/${job.id}?X-Amz-Signature=verySecretSignature`,
      extension: 'zip',
    },
  };
}

/** Storage is not the hub: a key must never be seen here, and an upload must say how long it is. */
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
  const model = readStoredEntry(body);
  if (model === undefined) return { status: 400 };
  upload.model = model;
  return { status: 200 };
}

/** A reader as strict as can be: one stored entry, everything in its local header, no data descriptor. */
function readStoredEntry(zip: Buffer): Buffer | undefined {
  const [signature, flags, method] = [zip.readUInt32LE(0), zip.readUInt16LE(6), zip.readUInt16LE(8)];
  const [sum, packed, size, nameLength] = [
    zip.readUInt32LE(14),
    zip.readUInt32LE(18),
    zip.readUInt32LE(22),
    zip.readUInt16LE(26),
  ];
  const name = zip.subarray(30, 30 + nameLength).toString();
  const content = zip.subarray(30 + nameLength, 30 + nameLength + size);
  const plain = signature === 0x04034b50 && flags === 0 && method === 0 && packed === size && name === 'model.tflite';
  return plain && crc32(content) === sum && zip.readUInt32LE(zip.length - 22) === 0x06054b50 ? content : undefined;
}

function takeArtifact(id: string, { body, headers }: ServerRequest, state: HubState): ServerAnswer {
  const artifact = state.artifacts.find((candidate) => candidate.id === id);
  if (artifact === undefined) return { status: 404 };
  const signed = state.manners.uploadMode === 'SIGNED_URL';
  if (signed && headers['x-goog-content-length-range'] !== `0,${artifact.fileSize}`) return { status: 403 };
  if (body.length !== artifact.fileSize) return { status: 400 };
  artifact.bytes = body;
  return { status: 200 };
}

function readResult(id: string, state: HubState): ServerAnswer {
  const job = state.jobs.find((candidate) => candidate.id === id);
  const phone = state.phones.find(({ name }) => name === job?.device);
  const model = state.uploads.find((upload) => upload.id === job?.upload)?.model;
  if (job === undefined || phone === undefined || model === undefined) return { status: 404 };
  const { latencyUs, memoryMb } = state.speedOf(model);
  const factor = phone.speed * (phone.noise[job.number % phone.noise.length] ?? 1) * deviceFactor(model, phone.name);
  const total = latencyUs * factor;
  const operations = [
    { name: 'model/conv1', type: 'CONV_2D', averageUs: Math.round(total * 0.7) },
    { name: 'model/conv2', type: 'DEPTHWISE_CONV_2D', averageUs: Math.round(total * 0.25) },
    { name: 'model/softmax', type: 'SOFTMAX', averageUs: Math.round(total * 0.05) },
  ];
  const files = [
    { name: 'Host_Machine_Files/logs/tflite-logs.txt', content: Buffer.from(writeLog(total, memoryMb)) },
    { name: 'Host_Machine_Files/logs/tflite-op-profile.pb', content: encodeProfile(operations) },
  ];
  return { status: 200, body: zipFiles(files) };
}

/** A model may be slower on one phone only: "slow:<device>=<factor>;" in its bytes. */
function deviceFactor(model: Buffer, device: string): number {
  const match = new RegExp(`slow:${device}=([\\d.]+);`).exec(model.toString('latin1'));
  return Number(match?.[1] ?? 1);
}
