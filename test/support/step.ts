// One step of a workflow: dist/ as child processes in a runner's environment, and all that came of it.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runtimeToken } from '../servers/github/artifact-service.ts';
import type { GitHubServer, LoggedRequest } from '../servers/github/server.ts';
import {
  type Access,
  type GitHubState,
  type Permission,
  REPOSITORY_ID,
  type StoredArtifact,
  type StoredCheck,
  type StoredComment,
  type StoredStatus,
} from '../servers/github/state.ts';
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
  readonly signal?: {
    readonly name: NodeJS.Signals;
    /** What the log says by then; or gets what sends it. */
    readonly after: RegExp | ((send: () => void) => void);
  };
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
  /** What this step created or changed on GitHub, as it was when the step ended. */
  readonly checks: readonly StoredCheck[];
  readonly comments: readonly StoredComment[];
  readonly artifacts: readonly StoredArtifact[];
  readonly statuses: readonly StoredStatus[];
  /** The last of its checks. */
  readonly check: StoredCheck | undefined;
  /** The text of its comment; empty where it wrote none. */
  readonly comment: string;
}

export interface StepPlace {
  readonly state: GitHubState;
  readonly server: GitHubServer;
  readonly apiUrl: string;
  readonly workspace: string;
  /** An empty folder for the runner's files. */
  readonly folder: string;
}

export const TOKEN = 'ghs_standInTokenNeverLogged';
export const ALL_PERMISSIONS = {
  contents: 'read',
  'pull-requests': 'write',
  checks: 'write',
  actions: 'read',
} as const;

/** Short measurements: scenarios are about what happens, not about how precise it is. */
const QUICK = { options: 'min-time: 0.1\nwarmup-time: 0.05\nmin-iterations: 10', 'max-regression': '40%' };

/** Begins the workflow run; answers its id and what the runner tells the step. */
export function prepareStep(options: StepOptions, place: Omit<StepPlace, 'server'>) {
  const runId = startRun(options, place.state);
  if (options.model !== undefined) writeModel(place.workspace, options.modelFile ?? 'model.onnx', options.model);
  return { runId, env: runnerEnv(options, place, { runId, attempt: options.attempt ?? 1 }) };
}

/** What the post step sees of what the main step saved. */
export function readSavedState(folder: string): Readonly<Record<string, string>> {
  const saved = readFileCommands(join(folder, 'state'));
  return Object.fromEntries(Object.entries(saved).map(([name, value]) => [`STATE_${name}`, value]));
}

/** Executes the main step and the post step. */
export async function runStep(options: StepOptions, place: StepPlace): Promise<StepResult> {
  const { state, server, folder } = place;
  const { runId, env } = prepareStep(options, place);
  const before = server.log.length;
  const seen = look(state);
  const main = await execute('main', env, options.signal);
  const post = await execute('post', { ...env, ...readSavedState(folder) });
  const made = difference(seen, look(state));
  const result = {
    ...main,
    outputs: readFileCommands(join(folder, 'output')),
    summary: readFileSync(join(folder, 'summary'), 'utf8'),
    requests: server.log.slice(before),
    runId,
    post: post.log,
    ...made,
    check: made.checks.at(-1),
    comment: made.comments.at(-1)?.body ?? '',
  };
  if (`${main.log}${post.log}${result.summary}`.includes(TOKEN)) throw new Error('the token was printed');
  return result;
}

/** The workflow run that the step belongs to; answers its id. */
function startRun(options: StepOptions, state: GitHubState): number {
  const runId = options.runId ?? state.nextId++;
  state.runs.set(runId, {
    id: runId,
    event: options.event,
    headSha: options.sha,
    headBranch: options.event === 'pull_request' ? 'topic' : options.branch,
    headRepositoryId: options.headRepositoryId ?? REPOSITORY_ID,
    startedAt: state.now().toISOString(),
    attempt: options.attempt ?? 1,
  });
  state.tokens.set(TOKEN, new Map(Object.entries(options.permissions ?? ALL_PERMISSIONS) as [Permission, Access][]));
  return runId;
}

type Made = Pick<StepResult, 'checks' | 'comments' | 'artifacts' | 'statuses'>;

function look({ checks, comments, artifacts, statuses }: GitHubState): Made {
  return structuredClone({ checks, comments, artifacts, statuses });
}

function difference(before: Made, after: Made): Made {
  const changed = <T>(old: readonly T[], now: readonly T[]) => {
    const known = new Set(old.map((item) => JSON.stringify(item)));
    return now.filter((item) => !known.has(JSON.stringify(item)));
  };
  return {
    checks: changed(before.checks, after.checks),
    comments: changed(before.comments, after.comments),
    artifacts: changed(before.artifacts, after.artifacts),
    statuses: after.statuses.slice(before.statuses.length),
  };
}

function runnerEnv(options: StepOptions, place: Omit<StepPlace, 'server'>, run: { runId: number; attempt: number }) {
  const { apiUrl, workspace, state, folder } = place;
  for (const name of ['output', 'state', 'summary']) writeFileSync(join(folder, name), '');
  const payload = { repository: { default_branch: state.defaultBranch }, ...options.payload };
  writeFileSync(join(folder, 'event.json'), JSON.stringify(payload));
  const inputs = { model: 'model.onnx', ...QUICK, 'github-token': TOKEN, ...options.inputs };
  mkdirSync(join(folder, 'temp'));
  return {
    PATH: process.env['PATH'] ?? '',
    ...pick(['TMPDIR', 'NODE_COMPILE_CACHE']),
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
    GITHUB_RUN_ID: String(run.runId),
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    GITHUB_WORKFLOW_REF: `acme/models/.github/workflows/latency.yml@refs/heads/main`,
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STATE: join(folder, 'state'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    RUNNER_TEMP: join(folder, 'temp'),
    RUNNER_TOOL_CACHE: join(folder, 'tools'),
    ACTIONS_RESULTS_URL: `${apiUrl}/`,
    ACTIONS_RUNTIME_TOKEN: runtimeToken(run.runId),
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    ...options.env,
  };
}

function pick(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']).filter(([, value]) => value !== ''));
}

async function execute(entry: 'main' | 'post', env: Readonly<Record<string, string>>, signal?: StepOptions['signal']) {
  const child = spawn(process.execPath, [resolve(`dist/${entry}/index.js`)], {
    env,
    cwd: env['GITHUB_WORKSPACE'] ?? '.',
  });
  let log = '';
  let sent = false;
  if (typeof signal?.after === 'function') signal.after(() => child.kill(signal.name));
  const append = (chunk: Buffer) => {
    log += chunk.toString();
    if (signal?.after instanceof RegExp && !sent && signal.after.test(log)) {
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
export function readFileCommands(path: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [, name = '', , value = ''] of readFileSync(path, 'utf8').matchAll(/^(.+?)<<(\S+)\n([\s\S]*?)\n?\2\n/gm)) {
    values[name] = value;
  }
  return values;
}
