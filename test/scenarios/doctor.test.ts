// `doctor` says what is wrong before anything is spent, for every backend there is, and only asks.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { BACKENDS, INPUTS, KEYS } from '../../src/config/inputs.ts';
import { createHubServer } from '../servers/embedl-hub/server.ts';
import { createHubState } from '../servers/embedl-hub/state.ts';
import { createGitHubServer } from '../servers/github/server.ts';
import { commit, createState } from '../servers/github/state.ts';
import { type Handler, mount } from '../servers/http.ts';
import { askLatencyGate, createDesk, type Desk, QUICK } from '../support/command-line.ts';
import { MODELS } from '../support/models.ts';

async function serve(handler: Handler): Promise<string> {
  const { url, close } = await mount(handler);
  onTestFinished(close);
  return url;
}

/** What each backend cannot do without, beside key and address. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  command: ['--command', 'node {model}', '--devices', 'board'],
  results: ['--results', 'bench.json', '--devices', 'board'],
  vertesia: ['--devices', 'prod/model-a'],
};

const ALL = [
  ['contents', 'read'],
  ['actions', 'read'],
  ['pull-requests', 'read'],
] as const;

/** Their credentials come from elsewhere. */
const KEYLESS: ReadonlySet<string> = new Set(['device-farm']);
const AWS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'sk_key-1', AWS_REGION: 'us-west-2' };

let desk: Desk;
beforeEach(() => {
  desk = createDesk({ HOME: '/nonexistent' });
  return () => desk.remove();
});
const ask = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  askLatencyGate(desk.folder, ['doctor', ...args], { GITHUB_TOKEN: '', GH_TOKEN: '', EMBEDL_HUB_API_KEY: '', ...env });

function git(...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: desk.folder });
}

describe('doctor on this machine', () => {
  it('finds everything in order, with a remedy beside what is still missing', async () => {
    desk.put({ 'net.onnx': MODELS.base() });
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-qm', 'a model');
    expect(desk.run('init', '--yes').status).toBe(0);
    const { status, stdout } = await ask([]);
    expect(stdout).toMatch(/✓ settings +\.github\/latency-gate\.yml; local measures, local keeps the runs\n/);
    expect(stdout).toMatch(/✓ models +net \(\d+\.\d kB\)\n/);
    expect(stdout).toMatch(/✓ devices +local\n/);
    expect(stdout).toMatch(/✓ tracker +local, in \.latency-gate\/: answers; no record of net on local yet\n/);
    expect(stdout).toMatch(/✓ runtime +ONNX Runtime \d+\.\d+\.\d+ in .*onnxruntime-node \(cpu/);
    expect(stdout).toMatch(/✓ default branch +main; the merge-base is [0-9a-f]{7}\n/);
    expect(stdout).toMatch(/✓ workflows +\.github\/workflows\/latency\.yml: in order\n/);
    expect(stdout).toContain('Nothing stands in the way.');
    expect(status).toBe(0);
    expect(existsSync(join(desk.folder, '.latency-gate'))).toBe(false);
  });

  it('names the newest record', async () => {
    desk.put({ 'net.onnx': MODELS.base() });
    expect(desk.run('record', 'net.onnx', ...QUICK).status).toBe(0);
    expect((await ask(['net.onnx'])).stdout).toMatch(/✓ tracker .*the newest record of net was made 20/);
  });

  it('tells every mistake in one go, each with its remedy', async () => {
    const workflow =
      'on: pull_request\npermissions: { contents: read }\njobs: { a: { steps: [{ uses: latency-gate/latency-gate@v0 }] } }\n';
    desk.put({ 'net.onnx': 'no model', '.github/workflows/gate.yml': workflow });
    const args = ['net.onnx', '--devices', 'lokal'];
    const { status, stdout } = await ask(args, { HTTPS_PROXY: 'http://user:hunter2@127.0.0.1:9' });
    expect(status).toBe(2);
    expect(stdout).toMatch(/✗ devices +devices: "lokal" is not known.*Did you mean "local"\?\n +→ Use "local"/);
    expect(stdout).toMatch(/✗ models +model: .*net\.onnx is not a readable ONNX model.*\n +→ /);
    expect(stdout).toMatch(/✗ proxy +127\.0\.0\.1:9: ECONNREFUSED.*\n +→ Correct HTTPS_PROXY/);
    expect(stdout).toMatch(/✗ workflows +\.github\/workflows\/gate\.yml: job a lacks "actions: read"/);
    expect(stdout).toContain('none runs on pushes, so no baseline is ever recorded');
    expect(stdout).not.toContain('hunter2');
    const lines = JSON.parse((await ask([...args, '--json'])).stdout) as readonly { state: string; remedy?: string }[];
    const bad = lines.filter(({ state }) => state === 'wrong');
    expect(bad.length).toBeGreaterThan(3);
    expect(bad.every(({ remedy = '' }) => remedy !== '')).toBe(true);
  });

  it('looks at the rest where the settings are wrong', async () => {
    desk.put({ '.github/latency-gate.yml': 'maxRegresion: 5%\n' });
    const { status, stdout } = await ask([]);
    expect(status).toBe(2);
    expect(stdout).toMatch(/✗ settings +\.github\/latency-gate\.yml:1:1: unknown key "maxRegresion"/);
    expect(stdout).toMatch(/\n. git /);
  });

  it('refuses a proxy that it cannot use in one sentence, as every command does', async () => {
    const { status, stdout, stderr } = await ask([], { HTTPS_PROXY: 'socks5://proxy.example:1080' });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(
      'HTTPS_PROXY: found a proxy by socks5; allowed: one by http or https, such as http://proxy.example:3128.\n' +
        'Correct the environment variable HTTPS_PROXY, or unset it.\n',
    );
  });
});

describe('doctor and services', () => {
  it('asks a hub for its devices and its records, and for nothing else', async () => {
    const server = createHubServer(createHubState());
    const address = await serve(server.handler);
    const args = ['--backend', 'embedl', '--api-base-url', address, '--devices', 'Google Pixel 8'];
    const { status, stdout } = await ask(args, { EMBEDL_HUB_API_KEY: 'eh_test' });
    expect(stdout).toMatch(/✓ key +given for embedl\n/);
    expect(stdout).toMatch(/✓ devices +Google Pixel 8 \(1 of \d+\)\n/);
    expect(stdout).toMatch(/✓ tracker +embedl at 127\.0\.0\.1:\d+: answers; no record/);
    expect(status).toBe(0);
    expect(server.log.length).toBeGreaterThan(1);
    expect(server.log.filter(({ method }) => method !== 'GET')).toEqual([]);
    const refused = await ask([...args, '--api-key', 'eh_wrong']);
    expect(refused.status).toBe(2);
    expect(refused.stdout).toMatch(/✗ devices +.*40[13]/);
    expect(refused.stdout).not.toContain('eh_wrong');
  });

  it.each(Object.keys(BACKENDS) as (keyof typeof BACKENDS)[])('writes nothing to the backend %s', async (backend) => {
    const asked: string[] = [];
    const address = await serve(async ({ method, url, headers }) => {
      asked.push(`${method} ${headers['x-amz-target'] ?? url.pathname}`);
      return { status: 404, body: { error: 'nothing here' } };
    });
    desk.put({ 'bench.json': '{"latency": 3}' });
    const { profiler, tracker } = BACKENDS[backend];
    const remote = KEYS[profiler] !== 'none' || KEYS[tracker] !== 'none';
    const reach = remote ? [...(KEYLESS.has(backend) ? [] : ['--api-key', 'sk_key-1']), '--api-base-url', address] : [];
    const { status, stdout, stderr } = await ask(['--backend', backend, ...reach, ...(NEEDED[backend] ?? [])], AWS);
    expect(stderr).toBe('');
    expect([0, 2]).toContain(status);
    expect(stdout).toMatch(/\n[✓✗–] devices .*[\s\S]*\n[✓✗–] tracker /);
    expect(stdout).not.toContain('sk_key-1');
    // Some services are searched by POST, and AWS takes nothing else.
    expect(
      asked.filter((call) => !/^GET |^POST .*(search|query|token)|^POST DeviceFarm_\d+\.(List|Get)/.test(call)),
    ).toEqual([]);
    expect(stdout).toMatch(new RegExp(`✓ settings .*${INPUTS.profiler.parse(profiler, 'profiler')} measures`));
  });

  it('tells an address that is missing, where a key is not', async () => {
    const { status, stdout } = await ask(['--backend', 'mlflow']);
    expect(status).toBe(2);
    expect(stdout).toMatch(/– key +none for mlflow, which may do without\n/);
    expect(stdout).toMatch(/✓ devices +local\n/);
    expect(stdout).toMatch(/✗ tracker .*nothing was given.*\n +→ /);
  });

  it('says whose credentials are missing', async () => {
    const { stdout } = await ask(['--backend', 'device-farm']);
    expect(stdout).toMatch(/✗ key .*device-farm needs one\n +→ Let aws-actions\/configure-aws-credentials/);
    expect(stdout).toMatch(/– devices +not asked: the key is missing\n/);
  });

  it('tries what the token may read, on its own server only', async () => {
    const state = createState();
    commit(state, 'main');
    const server = createGitHubServer(state, { read: () => undefined } as never);
    const address = await serve(server.handler);
    const token = 'ghs_test';
    state.tokens.set(token, new Map(ALL));
    git('init', '-q', '-b', 'main');
    git('remote', 'add', 'origin', `https://evil.example/${state.owner}/${state.repo}.git`);
    const env = { GITHUB_API_URL: address, GITHUB_SERVER_URL: 'https://github.example', GITHUB_TOKEN: token };
    expect((await ask([], env)).stdout).toContain('origin is not on https://github.example');
    expect(server.log).toEqual([]);
    git('remote', 'set-url', 'origin', `git@github.example:${state.owner}/${state.repo}.git`);
    expect((await ask([], env)).stdout).toMatch(new RegExp(`✓ token +reads ${state.owner}/${state.repo}`));
    expect(server.log.every(({ method }) => method === 'GET')).toBe(true);
    state.tokens.set(token, new Map([['contents', 'read']]));
    const poor = await ask([], env);
    expect(poor.status).toBe(2);
    expect(poor.stdout).toMatch(/✗ token +GitHub refused listing artifacts.*\n +→ Add "actions: read"/);
  });
});
