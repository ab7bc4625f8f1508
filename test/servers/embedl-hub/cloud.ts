// The device cloud of the hub stand-in: devices, slots for uploads and results, jobs.

import { type HubAnswer, type HubCall, listed, notFound, refuse, refuseValue } from './answers.ts';
import { wrongArchive } from './archive.ts';
import type { HubDownload, HubJob, HubState, HubUpload } from './state.ts';

const IOS_PACKAGE = 'APPIUM_PYTHON_TEST_PACKAGE';

export function answerCloud(call: HubCall): HubAnswer | undefined {
  const { request, state } = call;
  const [what, id, part] = request.url.pathname.replace('/api/device-cloud/', '').split('/');
  const { deviceCloud, downloads } = state.manners;
  if (!deviceCloud || (what === 'downloads' && !downloads)) return undefined;
  const making = request.method === 'POST' && id === undefined;
  if (what === 'devices') return { data: listed(state, state.phones.map(toDevice)) };
  if (what === 'uploads') return making ? createUpload(call) : undefined;
  if (what === 'downloads') return making ? createDownload(call) : readDownload(id, state);
  if (what !== 'jobs') return undefined;
  if (making) return createJob(call);
  const job = state.jobs.find((candidate) => candidate.id === id);
  if (job === undefined) return notFound('job');
  return part === 'artifacts' ? readArtifacts(job, call) : readJob(job, state);
}

function toDevice({ name, os, platform }: HubState['phones'][number]): object {
  const cpu = { architecture: 'ARM64', frequency: 'MHz', clock: 2800 };
  return { name, os, vendor: name.split(' ')[0], platform, type: 'PHONE', cpu, addedLater: true };
}

function signed(baseUrl: string, kind: string, id: string): string {
  return `${baseUrl}/storage/${kind}/${id}?X-Amz-Signature=verySecretSignature`;
}

function createDownload({ request, state, baseUrl }: HubCall): HubAnswer {
  if (request.body.length > 0) return refuseValue(state, 'no body is expected');
  const id = `download-${state.nextId++}`;
  const download = { id, url: signed(baseUrl, 'download', id), createdAt: state.now().toISOString() };
  state.downloads.push(download);
  return { data: { ...download, status: 'PENDING' } };
}

/** SUCCEEDED once a job that sends its results here is done on the phone. */
function readDownload(id: string | undefined, state: HubState): HubAnswer {
  const download = state.downloads.find((candidate) => candidate.id === id);
  if (download === undefined) return notFound('download');
  return { data: { ...download, status: hasResults(download, state) ? 'SUCCEEDED' : 'PENDING' } };
}

function hasResults({ url }: HubDownload, state: HubState): boolean {
  const own = state.jobs.filter(({ downloadUrl }) => downloadUrl === url);
  return own.map((job) => look(job, state)).some((phase) => phase === 'done' || phase === 'sent');
}

function createUpload({ request, state, baseUrl, body }: HubCall): HubAnswer {
  if (request.body.length > 0 && body['type'] !== IOS_PACKAGE) return refuseValue(state, 'unknown type');
  const id = `upload-${state.nextId++}`;
  const webhook = state.manners.webhooks ? { url: `${baseUrl}/hook/${id}`, secret: `secret-${id}` } : undefined;
  const upload: HubUpload = { id, webhook, model: undefined, files: new Map(), jobs: 0 };
  state.uploads.push(upload);
  const hook = webhook === undefined ? {} : { webhookUrl: webhook.url, webhookSecret: webhook.secret };
  return { data: { id, url: signed(baseUrl, 'slot', id), createdAt: state.now().toISOString(), ...hook } };
}

function createJob({ state, body }: HubCall): HubAnswer {
  const { modelUploadId, deviceName } = body;
  const upload = state.uploads.find(({ id }) => id === modelUploadId);
  if (upload?.model === undefined) return refuseValue(state, 'no model was uploaded there');
  const phone = state.phones.find(({ name }) => name === deviceName);
  if (phone === undefined) return refuseValue(state, 'no such device');
  if (upload.jobs > 0 && state.manners.uploadServes === 'one')
    return refuse(409, 'conflict', 'this upload was used already');
  upload.jobs += 1;
  const { model } = upload;
  const downloadUrl = upload.files.get('downloads-url.txt')?.toString('utf8');
  const flags = flagsOf(upload);
  const job: HubJob = {
    id: `job-${state.nextId++}`,
    upload,
    model,
    flags,
    device: phone.name,
    number: state.jobs.filter(({ device }) => device === deviceName).length,
    broken: state.manners.archive === 'whole' ? wrongArchive(upload, flags, state) : undefined,
    downloadUrl,
    looks: 0,
  };
  state.jobs.push(job);
  return { data: { id: job.id, status: 'PENDING', createdAt: state.now().toISOString() } };
}

function flagsOf({ files }: HubUpload): HubJob['flags'] {
  try {
    return JSON.parse(files.get('benchmark-params.json')?.toString('utf8') ?? '{}') as HubJob['flags'];
  } catch {
    return {};
  }
}

type Phase = 'waiting' | 'running' | 'sent' | 'done';

/** Each look brings a job on. */
function look(job: HubJob, { phones, manners }: HubState): Phase {
  const { queue = 0, run = 0 } = phones.find(({ name }) => name === job.device) ?? {};
  job.looks += 1;
  if (job.looks <= queue) return 'waiting';
  if (job.looks <= queue + run) return 'running';
  return job.looks <= queue + run + manners.completesAfter ? 'sent' : 'done';
}

const STATUS = { waiting: 'PENDING_DEVICE', running: 'RUNNING', sent: 'STOPPING', done: 'COMPLETED' } as const;

function readJob(job: HubJob, state: HubState): HubAnswer {
  return { data: { id: job.id, status: STATUS[look(job, state)], createdAt: state.now().toISOString() } };
}

function readArtifacts({ id }: HubJob, { baseUrl }: HubCall): HubAnswer {
  return { data: { jobId: id, url: signed(baseUrl, 'result', id), extension: 'zip' } };
}
