// Every service in trouble: what becomes of it is an error that says what to do, a failed job, or nothing at all.

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ExperimentPage } from '../../src/adapters/hubify/schema.ts';
import { type JobTags, toTags } from '../../src/adapters/vertesia/translate.ts';
import type { JobState, Profiler } from '../../src/ports/profiler.ts';
import type { Tracker } from '../../src/ports/tracker.ts';
import type { Fault } from '../servers/faults.ts';
import { temporaryFolder } from '../support/folder.ts';
import { mountExperiments, mountHubify, mountVertesia } from '../support/services.ts';

const LATER = { 'retry-after': '0' };

/** [what, the answer, the error's code, a part of its message]; null: it is ridden out. */
type Row = readonly [string, Fault['answer'], number, string | null, string];

/** What every service may answer to a call that can be repeated. */
const READS: readonly Row[] = [
  ['an expired key', { status: 401, body: { message: 'expired' } }, 9, 'not-permitted', 'the key is not accepted'],
  ['403', { status: 403, body: { message: 'no' } }, 9, 'not-permitted', '403'],
  ['404', { status: 404, body: {} }, 9, 'invalid-input', 'it does not exist or is not yours'],
  ['429 with Retry-After, once', { status: 429, headers: LATER, body: {} }, 1, null, ''],
  ['429 without Retry-After, once', { status: 429, body: {} }, 1, null, ''],
  ['429 for good', { status: 429, body: {} }, 9, 'service-unavailable', 'its rate limit is spent'],
  ['500, once', { status: 500, body: {} }, 1, null, ''],
  ['500 for good', { status: 500, body: {} }, 9, 'service-unavailable', 'the service is in trouble'],
  [
    'broken JSON',
    { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from('{"a": ') },
    9,
    'service-unavailable',
    'broken JSON',
  ],
  ['a wrong shape', { status: 200, body: { nothing: 1 } }, 9, 'service-unavailable', 'in an unknown form'],
  ['a page of HTML', { status: 200, body: Buffer.from('<html>') }, 9, 'service-unavailable', 'broken JSON'],
  ['half an answer', 'half', 9, 'service-unavailable', ''],
  ['a broken connection, once', 'cut', 1, null, ''],
  ['a broken connection for good', 'cut', 9, 'service-unavailable', 'did not answer'],
];

const START = {
  mode: 'gate',
  model: { name: 'net', sha256: 'a'.repeat(64), sizeBytes: 1, format: 'onnx' },
  commit: { sha: 'c1', branch: null, repository: null, pullRequest: null },
  devices: ['local'],
  startedAt: '2026-01-01T00:00:00Z',
} as const;

const QUERY = { modelName: 'net', device: 'local', ancestry: null };

async function outcomeOf(work: Promise<unknown>): Promise<{ code: string; message: string } | null> {
  return work.then(
    () => null,
    (error: unknown) => {
      expect(error).toMatchObject({ name: 'GateError' });
      const { code, message, advice } = error as { code: string; message: string; advice: string };
      expect(advice.length).toBeGreaterThan(5);
      expect(`${message}${advice}`).not.toMatch(/exp_test|sk-test|hfy_key_test|Bearer/);
      return { code, message };
    },
  );
}

function check(found: { code: string; message: string } | null, code: string | null, words: string): void {
  expect(found?.code ?? null).toBe(code);
  if (found !== null) expect(found.message).toContain(words);
}

describe('the Experiments API', () => {
  it.each(READS)('on the list of runs: %s', async (_, answer, times, code, words) => {
    const { server, tracker } = await mountExperiments();
    await tracker('p').start(START);
    server.faults.push({ match: /GET .*\/experiments\/runs$/, times, answer });
    check(await outcomeOf(tracker('p').history(QUERY)), code, words);
  });

  it('explains which tenant was denied', async () => {
    const { tracker } = await mountExperiments();
    check(
      await outcomeOf(tracker('p', { tenant: 'x' }).start(START)),
      'not-permitted',
      'the tenant is denied (it was "x")',
    );
  });

  it('keeps the run when only its file cannot be stored', async () => {
    const { server, tracker, state } = await mountExperiments();
    const open = tracker('p');
    const ref = await open.start(START);
    server.faults.push({ match: /log-artifact/, times: 9, answer: { status: 500, body: {} } });
    const run = {
      ...START,
      device: 'local',
      createdAt: START.startedAt,
      environment: {},
      jobs: [{ values: { latency: 1 } }],
      pairs: [],
      layers: [],
      shifts: [],
      handle: null,
    };
    const kept = await open.finish(ref, { status: 'finished', runs: [run] });
    expect(kept.findings.map(({ code }) => code)).toEqual(['file-not-stored']);
    expect(state.runs[0]?.status).toBe('finished');
  });

  it('ends the runs of all devices when the step is killed', async () => {
    const { tracker, state } = await mountExperiments();
    const ref = await tracker('p').start({ ...START, devices: ['a', 'b'] });
    await tracker('p').finish(ref, { status: 'killed', runs: [] });
    expect(state.runs.map(({ status }) => status)).toEqual(['killed', 'killed']);
  });
});

describe('Vertesia', () => {
  it.each(READS)('on the search: %s', async (_, answer, times, code, words) => {
    const { server, tracker } = await mountVertesia();
    server.faults.push({ match: /POST .*\/runs\/search$/, times, answer });
    // The search changes nothing, so it is repeated although it is a POST.
    check(await outcomeOf(tracker('').history(QUERY)), code, words);
  });

  it.each(READS.filter(([what]) => !/shape|HTML|half|once/.test(what)))(
    'on the exchange of the key: %s',
    async (_, answer, times, code, words) => {
      const { server, tracker } = await mountVertesia();
      server.faults.push({ match: /POST \/token\/issue$/, times, answer });
      const found = await outcomeOf(tracker('').history(QUERY));
      expect(found?.code).toBe(code);
      if (words !== 'broken JSON') expect(found?.message).toContain(words);
    },
  );

  it('renews the token a minute before it ends', async () => {
    const { server, tracker } = await mountVertesia({ tokenLife: 30 });
    await tracker('').history(QUERY);
    const open = tracker('');
    await open.history(QUERY);
    await open.history(QUERY);
    expect(server.log.filter(({ path }) => path === '/token/issue').length).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['an execution that is refused', { status: 400, body: { message: 'bad data' } }, 'bad data'],
    ['an execution that is not answered', 'cut', 'did not answer'],
    ['half an answer', 'half', ''],
  ] as const)('makes %s a failed job', async (_, answer, words) => {
    const { server, profiler } = await mountVertesia();
    const opened = profiler();
    server.faults.push({ match: /POST .*\/runs$/, times: 9, answer });
    const state = await measure(opened, interaction());
    expect(state).toMatchObject({ state: 'failed', reason: expect.stringContaining(words) });
  });

  it('measures the time to the first chunk where it is asked to', async () => {
    const { profiler } = await mountVertesia({ immediate: false });
    const state = await measure(profiler({ streaming: true }), interaction());
    if (state.state !== 'done' || state.measurement.kind !== 'job') throw new Error(JSON.stringify(state));
    expect(state.measurement.job.values['first_chunk']).toBeGreaterThan(0);
    expect(state.measurement.job.values).toMatchObject({
      tokens_in: 50,
      tokens_out: 100,
      tokens_total: 150,
      failures: 0,
    });
  });
});

describe('Vertesia as a tracker', () => {
  const tags = {
    mode: 'record',
    repository: 'acme/models',
    model: 'net',
    sha256: 'a',
    commit: 'c1',
    device: 'prod/m',
  } as const;

  /** One tagged execution of 20 ms. */
  function execution(
    state: Awaited<ReturnType<typeof mountVertesia>>['state'],
    more: Partial<JobTags> & { readonly failed?: boolean },
  ) {
    const { failed = false, ...own } = more;
    state.executions.push({
      id: `e${state.nextId++}`,
      interaction: 'summarise',
      version: '',
      environment: 'prod',
      model: 'm',
      tags: toTags({ ...tags, job: 'j1', of: '1', unit: 'ms', ...own }),
      latencyMs: 20,
      tokensOut: 1,
      failed,
      createdAt: Date.now(),
      looksLeft: 0,
    });
  }

  const jobsOf = async (tracker: Tracker) =>
    (await tracker.history({ modelName: 'net', device: 'prod/m', ancestry: null })).runs.flatMap(({ run }) => run.jobs);

  it.each([
    ['of another key', { key: 'nightly' }],
    ['of another repository', { repository: 'acme/other' }],
    ['of the baseline’s content', { side: 'baseline' }],
    ['of a job that was cut short', { of: '5' }],
    ['of a job whose executions failed', { failed: true }],
    ['in a unit that nobody settled', { unit: 'wall' }],
  ])('takes no execution %s for a record', async (_, change) => {
    const { state, tracker } = await mountVertesia();
    execution(state, change);
    expect(await jobsOf(tracker(''))).toEqual([]);
  });

  it('finds all pages of a server that gives small ones', async () => {
    const { state, tracker } = await mountVertesia({ mostAtOnce: 2 });
    for (let job = 0; job < 7; job += 1) execution(state, { job: `j${job}` });
    expect(await jobsOf(tracker(''))).toHaveLength(7);
  });
});

describe('Vertesia as a profiler', () => {
  it('never lets two executions on one device overlap', async () => {
    const { state, profiler } = await mountVertesia();
    const opened = profiler();
    await Promise.all([measure(opened, interaction()), measure(opened, interaction())]);
    const spans = state.executions.map(({ createdAt, latencyMs }) => [createdAt, createdAt + latencyMs] as const);
    const sorted = spans.sort(([a], [b]) => a - b);
    // Dates are whole milliseconds.
    expect(sorted.every(([start], index) => index === 0 || start >= (sorted[index - 1]?.[1] ?? 0) - 2)).toBe(true);
  });

  it('measures a prompt too long to be kept, and lets a refused key stop everything', async () => {
    const { server, profiler } = await mountVertesia();
    const long = join(dirname(interaction()), 'long.json');
    writeFileSync(long, JSON.stringify({ interaction: 'summarise', data: { speed: 5, text: 'x'.repeat(30_000) } }));
    const state = await measure(profiler(), long);
    expect(state.state).toBe('done');
    server.faults.push({ match: /POST .*\/runs$/, times: 9, answer: { status: 403, body: { message: 'revoked' } } });
    check(await outcomeOf(measure(profiler(), interaction())), 'not-permitted', 'revoked');
  });
});

describe('Hubify', () => {
  it.each([
    [
      'a cursor beside the list',
      (items: unknown) => ({ experiments: items, meta: { next_cursor: 'a', has_more: true } }),
    ],
    ['a cursor inside of data', (items: unknown) => ({ data: { experiments: items, next_cursor: 7 } })],
    [
      'a null id and a numeric result',
      (items: unknown) => ({ data: [{ _id: null, id: 'z', result: 3 }, { nothing: 1 }, ...(items as object[])] }),
    ],
  ])('reads a list with %s', (_, wrap) => {
    const items = [{ id: 'x1', title: 't', status: 'pass', config: '{}' }];
    const page = ExperimentPage.parse(wrap(items));
    expect(page.items.some(({ id }) => id === 'x1')).toBe(true);
    expect(page.cursor === null || ['a', '7'].includes(page.cursor)).toBe(true);
  });

  it('looks in the list for an experiment that a live route does not know yet', async () => {
    const { server, profiler } = await mountHubify({ live: true });
    server.faults.push({ match: /GET .*\/experiments\/x/, times: 2, skip: 1, answer: { status: 404, body: {} } });
    expect((await measure(profiler({ speed: 10 }), undefined)).state).toBe('done');
  });

  it.each([
    ['nothing', { status: 200 }],
    ['another shape', { status: 200, body: { success: true } }],
    ['a bad gateway', { status: 502, body: {} }],
  ])('that answers a creation with %s is asked for the list', async (_, answer) => {
    const { server, profiler, state } = await mountHubify();
    server.faults.push({ match: /POST .*\/experiments$/, times: 1, answer });
    const outcome = await measure(profiler({ speed: 10 }), undefined).catch((error: unknown) => error);
    // The stand-in's fault answers instead of carrying it out: nothing was made, and that is said.
    expect(outcome).toMatchObject({ code: 'submission-unanswered' });
    expect(state.experiments).toHaveLength(0);
  });

  it.each(READS)('on the list: %s', async (_, answer, times, code, words) => {
    const { server, tracker } = await mountHubify();
    server.faults.push({ match: /GET .*\/experiments$/, times, answer });
    check(await outcomeOf(tracker('').history(QUERY)), code, words);
  });

  it('finds an experiment whose creation went unanswered, and does not make a second one', async () => {
    const { server, profiler, state } = await mountHubify();
    server.faults.push({ match: /POST .*\/experiments$/, times: 1, answer: 'drop' });
    const found = await measure(profiler({ speed: 10 }), undefined);
    expect(found.state).toBe('done');
    expect(state.experiments).toHaveLength(1);
  });

  it('says that a creation went unanswered when nothing was made', async () => {
    const { server, profiler } = await mountHubify();
    server.faults.push({ match: /POST .*\/experiments$/, times: 9, answer: 'cut' });
    check(
      await outcomeOf(measure(profiler({ speed: 10 }), undefined)),
      'submission-unanswered',
      'did not answer the new experiment',
    );
  });

  it('rides trouble out while it polls', async () => {
    const { server, profiler } = await mountHubify();
    server.faults.push({ match: /GET .*\/experiments$/, times: 4, answer: { status: 500, body: {} } });
    expect((await measure(profiler({ speed: 10 }), undefined)).state).toBe('done');
  });

  it.each([
    ['a failed experiment', { status: 'fail', result: 'CUDA out of memory' }, 'CUDA out of memory'],
    ['no numbers', { status: 'pass', result: 'ok' }, 'no JSON object'],
    ['no latency', { status: 'pass', result: '{"accuracy": 0.9}' }, 'tells no latency'],
    [
      'an unknown unit',
      { status: 'pass', result: '{"latency": {"unit": "furlongs", "values": [1]}}' },
      'tells no latency',
    ],
  ])('makes %s a failed job', async (_, outcome, words) => {
    const { profiler } = await mountHubify({ outcome: () => outcome });
    expect(await measure(profiler(), undefined)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining(words),
    });
  });

  it.each([
    ['{"latency": {"unit": "s", "values": [0.012, 0.014, 0.013]}}', 13],
    ['{"latency": 12.5}', 12.5],
    ['{"latency": {"unit": "us", "value": 900}} trailing', 0.9],
    ['{"latency": {"unit": "ms", "values": [1]}} then {"latency": {"unit": "ms", "values": [2]}}', 2],
  ])('reads %s', async (result, latency) => {
    const { profiler } = await mountHubify({ outcome: () => ({ status: 'pass', result }) });
    const state = await measure(profiler(), undefined);
    if (state.state !== 'done' || state.measurement.kind !== 'job') throw new Error(JSON.stringify(state));
    expect(state.measurement.job.values['latency']).toBeCloseTo(latency);
  });
});

let path = '';
beforeAll(() => {
  path = join(temporaryFolder('faults'), 'a.json');
  writeFileSync(path, JSON.stringify({ interaction: 'summarise', data: { speed: 5 } }));
});
const interaction = () => path;

/** One job on the first device, of a file or (where there is none) of a name. */
async function measure(profiler: Profiler, file: string | undefined): Promise<JobState> {
  const model = file === undefined ? await profiler.refer?.('net') : await profiler.inspect(file, 'net');
  const [device] = await profiler.devices();
  if (model === undefined || device === undefined) throw new Error('nothing to measure');
  const ticket = await profiler.submit({ model: await profiler.prepare(model), device });
  for (let polls = 0; polls < 400; polls += 1) {
    const state = await profiler.poll(ticket);
    if (state.state === 'done' || state.state === 'failed') return state;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the job never ended');
}
