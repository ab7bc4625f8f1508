// A repository on the GitHub stand-in, and a runner that executes dist/ in it as a workflow would.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openBlobStore, runtimeToken } from '../servers/github/artifact-service.ts';
import { createGitHubServer, type Fault, type LoggedRequest } from '../servers/github/server.ts';
import {
  type Access,
  commit,
  createState,
  type GitHubState,
  type Permission,
  REPOSITORY_ID,
} from '../servers/github/state.ts';
import { mount } from '../servers/http.ts';
import { writeModel } from './models.ts';

export interface StepOptions {
  readonly event: string;
  readonly sha: string;
  /** The branch; `refs/heads/` is added. */
  readonly branch: string;
  /** In place of the branch's ref. */
  readonly ref?: string;
  readonly payload?: object;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly model?: Uint8Array;
  readonly modelFile?: string;
  readonly permissions?: Partial<Record<Permission, Access>>;
  readonly headRepositoryId?: number;
  /** The same run id and a higher attempt are a re-run. */
  readonly runId?: number;
  readonly attempt?: number;
  /** Sent once the log shows this text. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly after: RegExp };
  readonly env?: Readonly<Record<string, string>>;
}

export interface StepResult {
  readonly exitCode: number | null;
  /** Standard output and standard error. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly requests: readonly LoggedRequest[];
  readonly runId: number;
  /** What the post step printed. */
  readonly post: string;
}

export interface World {
  readonly state: GitHubState;
  readonly faults: Fault[];
  readonly workspace: string;
  commit(branch: string, from?: string): string;
  step(options: StepOptions): Promise<StepResult>;
  /** Replaces what an artifact's blob holds. */
  upload(blob: string, bytes: Buffer): Promise<void>;
  download(blob: string): Promise<Buffer>;
  /** What a pull request from `topic` to the default branch is, without a model. */
  pullStep(sha: string): StepOptions;
  /** A push to the default branch. */
  push(sha: string, model: Uint8Array, inputs?: Readonly<Record<string, string>>): Promise<StepResult>;
  /** A pull request from `topic` to the default branch. */
  pullRequest(sha: string, model: Uint8Array, more?: Partial<StepOptions>): Promise<StepResult>;
  close(): Promise<void>;
}

const TOKEN = 'ghs_standInTokenNeverLogged';
export const ALL_PERMISSIONS = {
  contents: 'read',
  'pull-requests': 'write',
  checks: 'write',
  actions: 'read',
} as const;

/** Short measurements: scenarios are about what happens, not about how precise it is. */
const QUICK = { options: 'min-time: 0.1\nwarmup-time: 0.05\nmin-iterations: 10', 'max-regression': '40%' };

/** `azuriteUrl` is where the blob store behind the artifact service listens. */
export async function openWorld(azuriteUrl: string): Promise<World> {
  const state = createState();
  const blobs = await openBlobStore(azuriteUrl);
  const server = createGitHubServer(state, blobs);
  const mounted = await mount(server.handler);
  const workspace = mkdtempSync(join(tmpdir(), 'latency-gate-world-'));
  const step = (options: StepOptions) => runStep(options, { state, server, apiUrl: mounted.url, workspace });
  return {
    state,
    faults: server.faults,
    workspace,
    commit: (branch, from) => commit(state, branch, from),
    step,
    upload: (blob, bytes) => blobs.upload(blob, bytes),
    download: async (blob) => Buffer.from(await (await fetch(blobs.sign(blob, 'r'))).arrayBuffer()),
    pullStep,
    push: (sha, model, inputs = {}) => step({ event: 'push', sha, branch: 'main', model, inputs }),
    pullRequest: (sha, model, more = {}) => step({ ...pullStep(sha), model, ...more }),
    async close() {
      await mounted.close();
      rmSync(workspace, { recursive: true, force: true });
    },
  };
}

function pullStep(sha: string): StepOptions {
  return { event: 'pull_request', sha, branch: '7/merge', payload: pullPayload(7, sha) };
}

/** The part of the event's payload that GitHub sends for a pull request. */
export function pullPayload(number: number, sha: string): object {
  return { pull_request: { number, head: { sha, ref: 'topic' }, base: { ref: 'main', sha: 'not-used' } } };
}

interface Setting {
  readonly state: GitHubState;
  readonly server: ReturnType<typeof createGitHubServer>;
  readonly apiUrl: string;
  readonly workspace: string;
}

async function runStep(options: StepOptions, setting: Setting): Promise<StepResult> {
  const { state, server, workspace } = setting;
  const runId = options.runId ?? state.nextId++;
  const attempt = options.attempt ?? 1;
  const startedAt = state.now().toISOString();
  const headRepositoryId = options.headRepositoryId ?? REPOSITORY_ID;
  const headBranch = options.event === 'pull_request' ? 'topic' : options.branch;
  state.runs.set(runId, {
    id: runId,
    event: options.event,
    headSha: options.sha,
    headBranch,
    headRepositoryId,
    startedAt,
    attempt,
  });
  state.tokens.set(TOKEN, new Map(Object.entries(options.permissions ?? ALL_PERMISSIONS) as [Permission, Access][]));
  if (options.model !== undefined) writeModel(workspace, options.modelFile ?? 'model.onnx', options.model);
  const folder = mkdtempSync(join(tmpdir(), 'latency-gate-runner-'));
  const env = runnerEnv(options, setting, { folder, runId, attempt });
  const before = server.log.length;
  const main = await execute('main', env, options.signal);
  const saved = readFileCommands(join(folder, 'state'));
  const states = Object.fromEntries(Object.entries(saved).map(([name, value]) => [`STATE_${name}`, value]));
  const post = await execute('post', { ...env, ...states });
  const result = {
    ...main,
    outputs: readFileCommands(join(folder, 'output')),
    summary: readFileSync(join(folder, 'summary'), 'utf8'),
    requests: server.log.slice(before),
    runId,
    post: post.log,
  };
  if (`${main.log}${post.log}${result.summary}`.includes(TOKEN)) throw new Error('the token was printed');
  return result;
}

function runnerEnv(
  options: StepOptions,
  { apiUrl, workspace, state }: Setting,
  run: { folder: string; runId: number; attempt: number },
) {
  const { folder, runId, attempt } = run;
  for (const name of ['output', 'state', 'summary']) writeFileSync(join(folder, name), '');
  const payload = { repository: { default_branch: state.defaultBranch }, ...options.payload };
  writeFileSync(join(folder, 'event.json'), JSON.stringify(payload));
  const inputs = { model: 'model.onnx', ...QUICK, 'github-token': TOKEN, ...options.inputs };
  mkdirSync(join(folder, 'temp'));
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: apiUrl,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: `${state.owner}/${state.repo}`,
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_NAME: options.event,
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
    GITHUB_SHA: options.event === 'pull_request' ? 'a'.repeat(40) : options.sha,
    GITHUB_REF:
      options.ref ?? (options.event === 'pull_request' ? 'refs/pull/7/merge' : `refs/heads/${options.branch}`),
    GITHUB_RUN_ID: String(runId),
    GITHUB_RUN_ATTEMPT: String(attempt),
    GITHUB_WORKFLOW_REF: `acme/models/.github/workflows/latency.yml@refs/heads/main`,
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STATE: join(folder, 'state'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    RUNNER_TEMP: join(folder, 'temp'),
    RUNNER_TOOL_CACHE: join(folder, 'tools'),
    ACTIONS_RESULTS_URL: `${apiUrl}/`,
    ACTIONS_RUNTIME_TOKEN: runtimeToken(runId),
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    ...options.env,
  };
}

async function execute(entry: 'main' | 'post', env: Readonly<Record<string, string>>, signal?: StepOptions['signal']) {
  const child = spawn(process.execPath, [resolve(`dist/${entry}/index.js`)], {
    env,
    cwd: env['GITHUB_WORKSPACE'] ?? '.',
  });
  let log = '';
  let sent = false;
  const append = (chunk: Buffer) => {
    log += chunk.toString();
    if (signal !== undefined && !sent && signal.after.test(log)) {
      sent = true;
      child.kill(signal.name);
    }
  };
  child.stdout.on('data', append);
  child.stderr.on('data', append);
  const exitCode = await new Promise<number | null>((done) => child.once('close', done));
  // The runner swallows this command; it is the one place where a secret may be written.
  return { exitCode, log: log.replaceAll(/^::add-mask::.*\n/gm, '') };
}

/** The runner's file commands: `name<<delimiter`, lines, `delimiter`. The last value of a name counts. */
function readFileCommands(path: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [, name = '', , value = ''] of readFileSync(path, 'utf8').matchAll(/^(.+?)<<(\S+)\n([\s\S]*?)\n?\2\n/gm)) {
    values[name] = value;
  }
  return values;
}
