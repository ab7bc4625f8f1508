// How AWS is reached: the standard chain of credentials through AWS's own client, what its refusals mean, and that a
// session starts when a place is free.

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hide, toFarmError } from '../../src/adapters/device-farm/errors.ts';
import { loadProgram } from '../../src/adapters/device-farm/program.ts';
import { Sessions } from '../../src/adapters/device-farm/sessions.ts';
import { decodeTicket, encodeTicket } from '../../src/adapters/device-farm/ticket.ts';
import { createNetwork } from '../../src/adapters/http/fetch.ts';
import { systemClock } from '../../src/adapters/runner/machine.ts';
import { ACCESS_KEY, makePhoneModel, makeProgram, SECRET_KEY, SESSION_TOKEN } from '../servers/device-farm/state.ts';
import { mount } from '../servers/http.ts';
import { zipFiles } from '../servers/zip.ts';
import { connectToFarm, FARM_ENV } from '../support/farm.ts';
import { temporaryFolder } from '../support/folder.ts';
import { writeModel } from '../support/models.ts';

afterEach(() => vi.unstubAllEnvs());

/** No credentials but those that the test gives. */
function withoutCredentials(home: string): void {
  for (const name of Object.keys(process.env).filter((one) => one.startsWith('AWS_'))) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('HOME', home);
}

/** The Security Token Service, as far as a web identity needs it. */
async function mountSts() {
  const asked: string[] = [];
  const mounted = await mount(async ({ body }) => {
    asked.push(body.toString('utf8'));
    const credentials = `<AccessKeyId>${ACCESS_KEY}</AccessKeyId><SecretAccessKey>${SECRET_KEY}</SecretAccessKey><SessionToken>${SESSION_TOKEN}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>`;
    const xml = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>${credentials}</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;
    return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(xml) };
  });
  return { ...mounted, asked };
}

describe('credentials', () => {
  it('come from variables', async () => {
    const folder = temporaryFolder('aws-env');
    withoutCredentials(folder);
    for (const [name, value] of Object.entries(FARM_ENV)) vi.stubEnv(name, value);
    const farm = await connectToFarm(folder);
    expect(await farm.profiler().devices()).toHaveLength(7);
    await farm.close();
  });

  it('come from a web identity, through the same way out', async () => {
    const folder = temporaryFolder('aws-web');
    withoutCredentials(folder);
    const sts = await mountSts();
    writeFileSync(join(folder, 'token'), 'a.web.token');
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', join(folder, 'token'));
    vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::123456789012:role/gate');
    vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.url);
    const farm = await connectToFarm(folder);
    expect(await farm.profiler().devices()).toHaveLength(7);
    expect(sts.asked[0]).toContain('WebIdentityToken=a.web.token');
    await sts.close();
    await farm.close();
  });

  it('come from a profile', async () => {
    const folder = temporaryFolder('aws-profile');
    withoutCredentials(folder);
    mkdirSync(join(folder, '.aws'));
    const lines = [
      '[bench]',
      `aws_access_key_id=${ACCESS_KEY}`,
      `aws_secret_access_key=${SECRET_KEY}`,
      `aws_session_token=${SESSION_TOKEN}`,
    ];
    writeFileSync(join(folder, '.aws', 'credentials'), lines.join('\n'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, '.aws', 'credentials'));
    vi.stubEnv('AWS_PROFILE', 'bench');
    const farm = await connectToFarm(folder);
    expect(await farm.profiler().devices()).toHaveLength(7);
    await farm.close();
  });

  it('that nobody has are told with what to do', async () => {
    const folder = temporaryFolder('aws-none');
    withoutCredentials(folder);
    const farm = await connectToFarm(folder);
    const refused = { code: 'not-permitted', message: expect.stringContaining('AWS credentials: none could be had') };
    await expect(farm.profiler().devices()).rejects.toMatchObject(refused);
    expect(farm.server.log).toEqual([]);
    await farm.close();
  });

  it('that are wrong are refused by their signature', async () => {
    const folder = temporaryFolder('aws-wrong');
    withoutCredentials(folder);
    for (const [name, value] of Object.entries({ ...FARM_ENV, AWS_SECRET_ACCESS_KEY: 'another' }))
      vi.stubEnv(name, value);
    const farm = await connectToFarm(folder);
    const refused = { code: 'not-permitted', message: expect.stringContaining('InvalidSignatureException') };
    await expect(farm.profiler().devices()).rejects.toMatchObject(refused);
    await farm.close();
  });
});

describe('a measuring program at an address', () => {
  const bytes = makeProgram();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const load = async (options: { readonly sha256?: string }, body: Buffer) => {
    const mounted = await mount(async () => ({ status: 200, body }));
    const retry = { clock: systemClock, random: () => 0, attempts: 2, baseDelayMs: 1, longestWaitMs: 10 };
    const network = createNetwork({ ...retry, timeoutMs: 5000, proxy: {} });
    const source = {
      options: { program: `${mounted.url}/bm?X-Amz-Signature=x`, ...options },
      workspace: '/nowhere',
      network,
    };
    return loadProgram('benchmark_model', source).finally(() => mounted.close());
  };

  it('is fetched and checked', async () => {
    expect((await load({ sha256 }, bytes)).files.get('benchmark_model')).toEqual(bytes);
  });

  it('may be an archive with its libraries', async () => {
    const archive = zipFiles([
      { name: 'bin/benchmark_model', content: bytes },
      { name: 'lib/libdelegate.so', content: Buffer.from('library') },
      { name: 'README.md', content: Buffer.from('words') },
    ]);
    const sha = createHash('sha256').update(archive).digest('hex');
    expect([...(await load({ sha256: sha }, archive)).files.keys()]).toEqual(['benchmark_model', 'libdelegate.so']);
  });

  it('is refused without its sha256, with another one, and for another machine', async () => {
    await expect(load({}, bytes)).rejects.toThrow('needs its "sha256"');
    await expect(load({ sha256: '0'.repeat(64) }, bytes)).rejects.toThrow(`has the sha256 ${sha256}; allowed: 000`);
    const other = Buffer.from(bytes);
    other.writeUInt16LE(0x3e, 18);
    const sha = createHash('sha256').update(other).digest('hex');
    await expect(load({ sha256: sha }, other)).rejects.toThrow('built for x86-64; allowed: arm64, arm');
  });
});

describe('refusals', () => {
  const refusal = (name: string, message = 'x', status = 400) =>
    toFarmError(Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } }), 'a new run');

  it.each([
    ['AccessDeniedException', 'not-permitted'],
    ['ExpiredTokenException', 'not-permitted'],
    ['UnrecognizedClientException', 'not-permitted'],
    ['ServiceAccountException', 'not-permitted'],
    ['LimitExceededException', 'quota-exhausted'],
    ['ThrottlingException', 'service-unavailable'],
    ['NotFoundException', 'invalid-input'],
    ['ArgumentException', 'invalid-input'],
    ['IdempotencyException', 'invalid-input'],
  ])('%s is %s', (name, code) => {
    expect(refusal(name)).toMatchObject({ code, message: expect.stringContaining('a new run') });
  });

  it('of unknown names go by their status', () => {
    expect(refusal('Surprise', 'x', 503).code).toBe('service-unavailable');
    expect(refusal('Surprise', 'x', 403).code).toBe('not-permitted');
  });

  it('show no links, keys or account numbers', () => {
    const text = hide(`see https://s3/x?X-Amz-Signature=abc for ${ACCESS_KEY} of arn:aws:iam::123456789012:role/x`);
    expect(text).toBe('see (link) for (key) of arn:aws:iam::(account):role/x');
  });
});

describe('sessions', () => {
  const open = (concurrency: number) => {
    const started: string[][] = [];
    const { signal, abort } = (() => {
      const controller = new AbortController();
      return { signal: controller.signal, abort: () => controller.abort(new Error('stopped')) };
    })();
    const start = async (requests: readonly string[]) => {
      started.push([...requests]);
      return started.length;
    };
    return { started, abort, sessions: new Sessions<string, number>({ concurrency, size: 3, signal, start }) };
  };
  // Sessions begin in the immediates of the turn that asked for them, which are run in the order they were set.
  const turn = () => new Promise((done) => setImmediate(done));

  it('gather what is asked for in one go, up to their size', async () => {
    const { sessions, started } = open(9);
    const seats = await Promise.all(['a', 'b', 'c', 'd'].map((request) => sessions.join({ key: 'k', request })));
    expect(started).toEqual([['a', 'b', 'c'], ['d']]);
    expect(seats.map(({ place }) => place)).toEqual([0, 1, 2, 0]);
  });

  it('wait for a place, and are handed it by whoever leaves', async () => {
    const { sessions, started } = open(1);
    const joined = ['x', 'y', 'z'].map((key) => sessions.join({ key, request: key }));
    await turn();
    expect(started).toEqual([['x']]);
    sessions.release();
    await turn();
    expect(started).toEqual([['x'], ['y']]);
    sessions.release();
    await Promise.all(joined);
    expect(started).toHaveLength(3);
  });

  it('that could not be started give their place back', async () => {
    let fails = true;
    const start = async () => {
      if (fails) throw new Error('refused');
      return 1;
    };
    const sessions = new Sessions<string, number>({
      concurrency: 1,
      size: 3,
      signal: new AbortController().signal,
      start,
    });
    await expect(sessions.join({ key: 'x', request: 'x' })).rejects.toThrow('refused');
    fails = false;
    expect(await sessions.join({ key: 'y', request: 'y' })).toMatchObject({ started: 1 });
  });

  it('that wait are not started once all is stopped', async () => {
    const { sessions, started, abort } = open(1);
    const [first, second] = ['x', 'y'].map((key) => sessions.join({ key, request: key }));
    await first;
    abort();
    await expect(second).rejects.toThrow('stopped');
    expect(started).toEqual([['x']]);
  });

  it('hold no more pairs than Device Farm takes orders of', async () => {
    const folder = temporaryFolder('aws-rounds');
    withoutCredentials(folder);
    for (const [name, value] of Object.entries(FARM_ENV)) vi.stubEnv(name, value);
    const farm = await connectToFarm(folder);
    const profiler = farm.profiler({ options: { rounds: 20 } });
    const path = writeModel(folder, 'net.tflite', makePhoneModel(5000));
    const model = await profiler.prepare(await profiler.inspect(path, 'net'));
    const device = (await profiler.devices()).find(({ name }) => name.startsWith('Sony'));
    if (device === undefined) throw new Error('no device');
    await Promise.all(Array.from({ length: 6 }, () => profiler.submit({ model, device, beside: model })));
    const counts = farm.state.sessions.map(({ variables }) => variables['LG_ORDERS']?.split(' ').length);
    expect(counts).toEqual([3, 3]);
    await farm.close();
  });

  it('are known again by their tickets, by nothing else', () => {
    const ticket = { runArn: 'arn:aws:devicefarm:us-west-2:1:run:p/r', place: 1, orders: ['ABBA', 'BAAB'] };
    expect(decodeTicket(encodeTicket(ticket))).toEqual(ticket);
    for (const id of ['never', 'arn:x 5 ABBA', 'arn:x 0 ABCA', 'arn:x']) expect(decodeTicket(id)).toBeUndefined();
  });
});
