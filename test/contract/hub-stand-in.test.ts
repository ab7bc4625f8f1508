// The hub stand-in against the hub's documents: every public route by plain HTTP, as any client of the hub may call it.

import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHubServer } from '../servers/embedl-hub/server.ts';
import { createHubState, type HubState, makeTflite, PLAIN } from '../servers/embedl-hub/state.ts';
import { type Mounted, mount } from '../servers/http.ts';

let hub: HubState;
let mounted: Mounted;
let project: string;

beforeAll(async () => {
  hub = createHubState();
  const server = createHubServer(hub);
  mounted = await mount(server.handler);
  server.baseUrl = mounted.url;
  project = (await call('POST', '/api/projects', { name: 'models' })).data.id;
});
afterAll(() => mounted.close());
beforeEach(() => {
  Object.assign(hub.manners, PLAIN);
});

/** Of all answers the fields that are read here. */
interface Data {
  readonly id: string;
  readonly url: string;
  readonly status: string;
  readonly uploadMode: string;
  readonly parentRunId: string | null;
  readonly items: readonly { readonly id: string }[];
  readonly pagination: { readonly total: number };
}

interface Called {
  readonly status: number;
  readonly data: Data;
  readonly code: string | undefined;
  readonly text: string;
}

async function call(method: string, path: string, body?: unknown): Promise<Called> {
  const headers = {
    Authorization: 'Bearer eh_test',
    Accept: 'application/json',
    'Content-Type': 'application/json',
  };
  const answer = await fetch(mounted.url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = text === '' ? {} : JSON.parse(text);
  return { status: answer.status, data: json.data, code: json.errors?.[0]?.code, text };
}

async function newRun(more: object = {}): Promise<string> {
  return (await call('POST', `/api/projects/${project}/runs`, { type: 'CUSTOM', name: 'r', ...more })).data.id;
}

const runs = (query: string) => call('GET', `/api/projects/${project}/runs?${query}`);

describe('projects', () => {
  it('are found by name or listed, and have names of 1 to 50 characters', async () => {
    expect((await call('GET', '/api/projects?name=models')).data).toEqual({ id: project, name: 'models' });
    expect((await call('GET', '/api/projects?name=none')).status).toBe(404);
    expect((await call('GET', '/api/projects')).data).toEqual([{ id: project, name: 'models' }]);
    expect((await call('POST', '/api/projects', { name: 'x'.repeat(51) })).status).toBe(422);
  });
});

describe('runs', () => {
  it('are made running, or pending until they are started', async () => {
    const made = await call('POST', `/api/projects/${project}/runs`, {
      type: 'CUSTOM',
      customType: 'NIGHTLY',
      description: 'all of it',
      status: 'PENDING',
    });
    expect(made.data).toMatchObject({ status: 'PENDING', customType: 'NIGHTLY', startedAt: null, endedAt: null });
    const path = `/api/projects/${project}/runs/${made.data.id}`;
    expect((await call('PATCH', path, { status: 'RUNNING' })).status).toBe(204);
    expect((await call('PATCH', path, { status: 'RUNNING' })).status).toBe(422);
    expect((await call('PATCH', path, { status: 'KILLED', endedAt: '2026-11-26T10:00:00+01:00' })).status).toBe(204);
    expect((await runs('status=KILLED&customType=NIGHTLY,OTHER')).data.items).toHaveLength(1);
    expect((await runs('type=EVAL')).data.items).toHaveLength(0);
  });

  it('take a batch whole or not at all, and a param once', async () => {
    const id = await newRun();
    const path = `/api/projects/${project}/runs/${id}`;
    const batch = {
      metrics: [{ name: '$latency', value: 1.5, step: 0 }],
      params: [{ name: 'commit', value: ' abc ' }],
      externalLinks: [{ label: 'pull request', url: 'https://example.org/pull/1' }],
      description: 'batch',
    };
    const refused = await call('PATCH', path, {
      ...batch,
      params: [...batch.params, { name: 'long', value: 'x'.repeat(256) }],
    });
    expect(refused.status).toBe(422);
    expect((await call('PATCH', path, batch)).status).toBe(204);
    expect((await call('GET', `${path}?include=metrics,external-links`)).data).toMatchObject({
      description: 'batch',
      metrics: [{ name: '$latency', value: 1.5, step: 0 }],
      externalLinks: [{ label: 'pull request', url: 'https://example.org/pull/1' }],
    });
    expect((await call('GET', `${path}/params`)).data).toEqual([{ name: 'commit', value: 'abc' }]);
    expect((await call('PATCH', path, batch)).status).toBe(409);
    expect((await call('PATCH', path, { tags: [] })).status).toBe(422);
    expect((await call('GET', `/api/runs/${id}`)).data).toMatchObject({ id, project: { id: project, name: 'models' } });
  });

  it.each([
    ['an empty tag', 'tags', { name: 'a', value: '  ' }],
    ['a tag of 256 units', 'tags', { name: 'a', value: 'x'.repeat(256) }],
    ['a tag’s name of 101', 'tags', { name: 'a'.repeat(101), value: 'x' }],
    ['a name with a colon', 'params', { name: 'a:b', value: 'x' }],
    ['a param that is no text', 'params', { name: 'a', value: 1 }],
    ['a metric that is no number', 'metrics', { name: 'a', value: 'x' }],
    ['a link by another protocol', 'external-links', { label: 'x', url: 'ftp://example.org' }],
  ])('refuse %s', async (_title, part, item) => {
    const path = `/api/projects/${project}/runs/${await newRun()}/${part}`;
    expect(await call('POST', path, item)).toMatchObject({ status: 422, code: 'validation_error' });
    hub.manners.refusal = 400;
    expect((await call('POST', path, item)).status).toBe(400);
  });

  it('answer the item written, one a call', async () => {
    const path = `/api/projects/${project}/runs/${await newRun()}`;
    const items = {
      tags: { name: 'a', value: 'é'.repeat(255) },
      params: { name: '$device', value: 'x' },
      metrics: { name: 'm', value: 1, step: 2 },
      'external-links': { label: 'l', url: 'http://example.org' },
    };
    for (const [part, item] of Object.entries(items)) {
      expect((await call('POST', `${path}/${part}`, item)).data).toEqual(item);
      expect((await call('GET', `${path}/${part}`)).data).toEqual([item]);
    }
  });

  it('are filtered by params exactly, several joined by and, newest first, in pages', async () => {
    const params = (commit: string) => ({
      params: [
        { name: 'g.commit', value: commit },
        { name: 'g.mode', value: 'record' },
      ],
    });
    const ids: string[] = [];
    const [one, two] = [randomUUID(), randomUUID()];
    for (const commit of [one, two, two]) {
      const id = await newRun();
      ids.push(id);
      await call('PATCH', `/api/projects/${project}/runs/${id}`, params(commit));
    }
    const found = async (query: string) => (await runs(query)).data.items.map(({ id }) => id);
    expect(await found(`param:g.commit=${two}&param:g.mode=record`)).toEqual([ids[2], ids[1]]);
    expect(await found(`param:g.commit=${two}&param:g.mode=gate`)).toEqual([]);
    const page = await runs(`limit=1&param:g.commit=${two}`);
    expect(page.data.pagination).toEqual({ limit: 1, offset: 0, total: 2, hasMore: true, nextOffset: 1 });
    expect((await runs('limit=501')).status).toBe(422);
    expect((await runs('branch=main')).status).toBe(422);
    hub.manners.filters = 'refused';
    expect((await runs(`param:g.commit=${two}`)).status).toBe(422);
    hub.manners.filters = 'ignored';
    expect((await runs(`param:g.commit=${two}`)).data.pagination.total).toBeGreaterThan(2);
  });

  it('have parents of their own project, or none', async () => {
    const parent = await newRun();
    const child = await newRun({ parentRunId: parent });
    const path = `/api/projects/${project}/runs/${child}`;
    expect((await call('GET', path)).data.parentRunId).toBe(parent);
    await call('PATCH', path, { parentRunId: null });
    expect((await call('GET', path)).data.parentRunId).toBeNull();
    const lost = await call('POST', `/api/projects/${project}/runs`, { type: 'CUSTOM', parentRunId: 'nobody' });
    expect(lost.code).toBe('invalid_run_lineage');
  });
});

describe('artifacts', () => {
  it('are registered, put, marked, listed and deleted', async () => {
    const runId = await newRun();
    const made = (await call('POST', '/api/artifacts', { runId, fileName: 'a.txt', fileSize: 3 })).data;
    expect(made).toMatchObject({ runId, fileName: 'a.txt', fileSize: '3', status: 'PENDING' });
    expect((await call('PATCH', `/api/artifacts/${made.id}`, { status: 'UPLOADED' })).status).toBe(422);
    const { url, uploadMode } = (await call('POST', `/api/artifacts/${made.id}/upload-url`)).data;
    expect(uploadMode).toBe('SIGNED_URL');
    const headers = { 'content-type': 'application/octet-stream', 'x-goog-content-length-range': '0,3' };
    expect((await fetch(url, { method: 'PUT', headers, body: 'abc' })).status).toBe(200);
    expect((await call('PATCH', `/api/artifacts/${made.id}`, { status: 'UPLOADED' })).data.status).toBe('UPLOADED');
    const path = `/api/projects/${project}/runs/${runId}/artifacts`;
    expect((await call('GET', path)).data).toMatchObject([{ id: made.id, fileSize: '3', status: 'UPLOADED' }]);
    expect((await call('DELETE', `/api/artifacts/${made.id}`)).status).toBe(204);
    expect((await call('GET', path)).data).toEqual([]);
  });

  it('are refused by size and by quota, told by their codes', async () => {
    const runId = await newRun();
    hub.manners.largestArtifact = 10;
    expect((await call('POST', '/api/artifacts', { runId, fileName: 'a', fileSize: 11 })).code).toBe('file_too_large');
    hub.manners.storageLeft = 5;
    expect((await call('POST', '/api/artifacts', { runId, fileName: 'a', fileSize: 6 })).code).toBe(
      'storage_quota_exceeded',
    );
  });
});

describe('the device cloud', () => {
  const FLAGS = {
    graph: '/data/local/tmp/model.tflite',
    enable_op_profiling: 'true',
    op_profiling_output_mode: 'proto',
    op_profiling_output_file: '/data/user/0/org.tensorflow.lite.benchmark/files/profile.pb',
  };

  async function submit(files: Readonly<Record<string, string>>) {
    const slot = (await call('POST', '/api/device-cloud/uploads')).data;
    const all = { 'model.tflite': makeTflite(1000).toString('latin1'), ...files };
    const headers = { 'content-type': 'application/zip' };
    expect((await fetch(slot.url, { method: 'PUT', headers, body: store(all) })).status).toBe(200);
    const job = { modelUploadId: slot.id, deviceName: 'Google Pixel 8' };
    return (await call('POST', '/api/device-cloud/jobs', job)).data.id;
  }

  async function follow(job: string): Promise<Buffer> {
    let status = '';
    for (let looks = 0; status !== 'COMPLETED' && looks < 10; looks += 1)
      status = (await call('GET', `/api/device-cloud/jobs/${job}`)).data.status;
    const { url } = (await call('GET', `/api/device-cloud/jobs/${job}/artifacts`)).data;
    return Buffer.from(await (await fetch(url)).arrayBuffer());
  }

  it('tells that the results are there before the job is completed', async () => {
    const download = (await call('POST', '/api/device-cloud/downloads')).data;
    const job = await submit({ 'downloads-url.txt': download.url, 'benchmark-params.json': JSON.stringify(FLAGS) });
    const path = `/api/device-cloud/downloads/${download.id}`;
    expect((await call('GET', path)).data.status).toBe('PENDING');
    expect((await call('GET', `/api/device-cloud/jobs/${job}`)).data.status).toBe('RUNNING');
    expect((await call('GET', path)).data.status).toBe('SUCCEEDED');
    expect((await call('GET', `/api/device-cloud/jobs/${job}`)).data.status).not.toBe('COMPLETED');
    expect((await follow(job)).length).toBeGreaterThan(0);
  });

  it.each([
    ['nothing but the model', {}],
    ['flags that are no strings', { 'benchmark-params.json': JSON.stringify({ ...FLAGS, num_threads: 4 }) }],
    ['other flags than must be', { 'benchmark-params.json': JSON.stringify({ ...FLAGS, graph: 'elsewhere' }) }],
  ])('leaves no files where the archive holds %s', async (_title, files) => {
    const download = (await call('POST', '/api/device-cloud/downloads')).data;
    expect(await follow(await submit({ 'downloads-url.txt': download.url, ...files }))).toHaveLength(0);
  });

  it('wants the webhook’s files where the slot gave them, or is content with the model', async () => {
    hub.manners.webhooks = true;
    const download = (await call('POST', '/api/device-cloud/downloads')).data;
    const files = { 'downloads-url.txt': download.url, 'benchmark-params.json': JSON.stringify(FLAGS) };
    expect(await follow(await submit(files))).toHaveLength(0);
    hub.manners.archive = 'model';
    expect((await follow(await submit({}))).length).toBeGreaterThan(0);
  });

  it('may be gone', async () => {
    hub.manners.deviceCloud = false;
    for (const path of ['devices', 'jobs/job-1'])
      expect((await call('GET', `/api/device-cloud/${path}`)).status).toBe(404);
  });
});

/** A ZIP of stored entries with whole local headers. */
function store(files: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const [locals, centrals]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text, 'latin1');
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(10, 0);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(content.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), content]);
    centrals.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([10, 0]), fields, tail, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(locals.length, 4);
  end.writeUInt16LE(locals.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end]));
}
