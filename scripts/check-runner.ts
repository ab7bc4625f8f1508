// `npm run check:runner`: the action in a runner that nobody here wrote (nektos/act, on this machine itself), against
// the GitHub stand-in. A push records, an equal pull request passes, a slower one fails, and one that is cancelled or killed while it
// measures leaves no check in progress. Skipped, visibly, without Go.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { openBlobStore, runtimeToken } from '../test/servers/github/artifact-service.ts';
import { createGitHubServer } from '../test/servers/github/server.ts';
import { createState, type GitHubState, REPOSITORY_ID } from '../test/servers/github/state.ts';
import { mount } from '../test/servers/http.ts';
import { startAzurite, teardown } from '../test/support/azurite.ts';
import { MODELS } from '../test/support/models.ts';

const ACT = 'github.com/nektos/act@v0.2.82';
const TOKEN = 'ghs_standInTokenNeverLogged';
const WORKFLOW = `on: [push, pull_request]
jobs:
  latency:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - uses: ./
        with:
          model: model.onnx
          github-token: ${TOKEN}
          max-regression: 40%
          options: |
            min-time: 0.1
            warmup-time: 0.05
            min-iterations: 10
`;

interface Place {
  readonly act: string;
  readonly folder: string;
  readonly state: GitHubState;
  readonly apiUrl: string;
}

interface Event {
  readonly name: 'push' | 'pull_request';
  readonly model: Uint8Array;
  /** Sent to the main step once it measures. */
  readonly signal?: NodeJS.Signals;
}

/** The path of act, installed once below node_modules; undefined without Go. */
function findAct(): string | undefined {
  const known = process.env['ACT'];
  if (known !== undefined) return known;
  const folder = resolve('node_modules/.cache/act');
  if (existsSync(join(folder, 'act'))) return join(folder, 'act');
  mkdirSync(folder, { recursive: true });
  const { error, status } = spawnSync('go', ['install', ACT], {
    env: { ...process.env, GOBIN: folder },
    stdio: 'inherit',
  });
  return error === undefined && status === 0 ? join(folder, 'act') : undefined;
}

/** A repository that holds the action and uses it by `./`. */
function makeRepository(folder: string): void {
  for (const part of ['action.yml', 'dist']) cpSync(part, join(folder, part), { recursive: true });
  mkdirSync(join(folder, '.github/workflows'), { recursive: true });
  writeFileSync(join(folder, '.github/workflows/latency.yml'), WORKFLOW);
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'remote', 'add', 'origin', 'https://github.com/acme/models.git');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(resolve('node_modules/onnxruntime-node'), join(folder, 'node_modules/onnxruntime-node'));
}

function git(folder: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  return execFileSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' }).trim();
}

/** Commits the model, tells the stand-in of the commit and its run, and lets act play the event. */
async function play({ name, model, signal }: Event, { act, folder, state, apiUrl }: Place) {
  writeFileSync(join(folder, 'model.onnx'), model);
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '--allow-empty', '-m', name);
  const sha = git(folder, 'rev-parse', 'HEAD');
  const parent = state.branches.get('main');
  state.commits.set(sha, parent === undefined ? [] : [parent]);
  if (name === 'push') state.branches.set('main', sha);
  const runId = state.nextId++;
  const headBranch = name === 'push' ? 'main' : 'topic';
  const startedAt = new Date().toISOString();
  state.runs.set(runId, {
    id: runId,
    event: name,
    headSha: sha,
    headBranch,
    headRepositoryId: REPOSITORY_ID,
    startedAt,
    attempt: 1,
  });
  const pull = {
    number: 7,
    head: { sha, ref: 'topic', repo: { full_name: 'acme/models' } },
    base: { ref: 'main', sha },
  };
  const repository = { default_branch: 'main', name: 'models', full_name: 'acme/models', owner: { login: 'acme' } };
  const payload = name === 'push' ? { ref: 'refs/heads/main', repository } : { pull_request: pull, repository };
  const event = join(folder, '..', `event-${runId}.json`);
  writeFileSync(event, JSON.stringify(payload));
  const variables = {
    GITHUB_API_URL: apiUrl,
    GITHUB_RUN_ID: String(runId),
    ACTIONS_RESULTS_URL: `${apiUrl}/`,
    ACTIONS_RUNTIME_TOKEN: runtimeToken(runId),
  };
  const passed = Object.entries(variables).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  const args = [
    name,
    '-P',
    'ubuntu-latest=-self-hosted',
    '--pull=false',
    '--use-gitignore=false',
    '-e',
    event,
    ...passed,
  ];
  return run(act, args, folder, signal);
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  signal?: NodeJS.Signals,
): Promise<{ exitCode: number | null; log: string }> {
  const child = spawn(command, args, { cwd, env: { ...process.env, HOME: join(cwd, '..') } });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      const began = /Measuring/.test(log);
      log += chunk.toString();
      if (signal === undefined || began || !/Measuring/.test(log)) return;
      for (const pid of findSteps(child.pid ?? 0)) process.kill(pid, signal);
    });
  }
  return new Promise((done) => child.once('close', (exitCode) => done({ exitCode, log })));
}

/** Processes of the main step that this one started; Linux only. */
function findSteps(ancestor: number): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids
    .filter((pid) => readProc(pid, 'cmdline').includes('dist/main/index.js') && descends(pid, ancestor))
    .map(Number);
}

function descends(pid: string, ancestor: number): boolean {
  for (let at = pid; at !== '' && at !== '0'; at = /^PPid:\s+(\d+)/m.exec(readProc(at, 'status'))?.[1] ?? '')
    if (Number(at) === ancestor) return true;
  return false;
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

const EXPECTED: readonly (Event & { readonly title: string; readonly fails: boolean; readonly check: string })[] = [
  { title: 'a push records', name: 'push', model: MODELS.base(), fails: false, check: 'neutral' },
  { title: 'an equal pull request passes', name: 'pull_request', model: MODELS.base(), fails: false, check: 'success' },
  { title: 'a slower one fails', name: 'pull_request', model: MODELS.slower(), fails: true, check: 'failure' },
  ...(process.platform === 'linux'
    ? (['SIGINT', 'SIGKILL'] as const).map((signal) => ({
        title: `${signal} while it measures leaves a concluded check`,
        name: 'pull_request' as const,
        model: MODELS.sameSpeed(),
        signal,
        fails: true,
        check: 'cancelled',
      }))
    : []),
];

async function playAll(act: string): Promise<boolean> {
  const home = mkdtempSync(join(tmpdir(), 'latency-gate-runner-'));
  const folder = join(home, 'models');
  mkdirSync(folder);
  const state = createState();
  state.tokens.set(
    TOKEN,
    new Map([
      ['contents', 'read'],
      ['pull-requests', 'write'],
      ['checks', 'write'],
      ['actions', 'read'],
    ]),
  );
  const blobs = await openBlobStore(await startAzurite());
  const mounted = await mount(createGitHubServer(state, blobs).handler);
  let good = true;
  try {
    makeRepository(folder);
    for (const { title, fails, check, ...event } of EXPECTED) {
      const { exitCode, log } = await play(event, { act, folder, state, apiUrl: mounted.url });
      const found = state.checks.at(-1);
      const holds = (exitCode !== 0) === fails && found?.status === 'completed' && found.conclusion === check;
      process.stdout.write(`${holds ? 'ok' : 'FAILED'}: ${title}\n${holds ? '' : log}`);
      good &&= holds;
    }
  } finally {
    await mounted.close();
    teardown();
    rmSync(home, { recursive: true, force: true });
  }
  return good;
}

const act = findAct();
if (act === undefined) process.stdout.write('SKIPPED: act needs Go, which is not installed here.\n');
else process.exitCode = (await playAll(act)) ? 0 : 1;
process.exit();
