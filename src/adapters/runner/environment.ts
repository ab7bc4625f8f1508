// Everything this program reads from its environment, once, into one typed object. No other file reads process.env.

import { readFileSync, realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { type Env, readNumber, readProxy, readUrl } from './variables.ts';

export interface RunnerEnvironment {
  /** Inputs by kebab-case name; empty ones left out. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly workspace: string;
  /** The folder of the bundles: `dist`. */
  readonly programFolder: string;
  readonly temporaryFolder: string;
  readonly toolCache: string;
  readonly event: { readonly name: string; readonly payload: unknown };
  readonly github: {
    readonly apiUrl: string;
    readonly serverUrl: string;
    readonly repository: string;
    readonly sha: string;
    readonly ref: string;
    readonly runId: number;
    readonly runAttempt: number;
    /** `owner/repo/.github/workflows/x.yml@ref`. */
    readonly workflowRef: string;
    readonly actor: string;
    /** `job/action`; the runner numbers the steps of one action. */
    readonly step: string;
  };
  /** What a backend's own client reads from the environment. */
  readonly embedl: { readonly apiKey: string; readonly baseUrl: string };
  readonly mlflow: { readonly apiKey: string; readonly baseUrl: string };
  /** Which variable AWS's chain of credentials would begin with, empty where none is set; and those that are secret. */
  readonly aws: { readonly source: string; readonly secrets: readonly string[] };
  readonly runnerImage: string;
  readonly npmRegistry: string;
  readonly proxy: {
    readonly http?: string | undefined;
    readonly https?: string | undefined;
    readonly no?: string | undefined;
  };
  /** What NO_COLOR, FORCE_COLOR, CI and TERM ask for; undefined: colours where a terminal shows them. */
  readonly wantsColor: boolean | undefined;
  /** Whether a window can be shown: on Linux, where there is a display. */
  readonly hasScreen: boolean;
  /** Variables that a child process which executes foreign models may see. */
  readonly childEnv: Readonly<Record<string, string>>;
  /** All there are, for the backend that hands some of them on; never to be logged. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Enough to start a process and find its libraries, and nothing that opens a door. */
const HARMLESS = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR', 'LANG'];

/** Throws a GateError that names the variable which is wrong. */
export function readEnvironment(env: Env = process.env, script: string = process.argv[1] ?? ''): RunnerEnvironment {
  const runnerTemp = env['RUNNER_TEMP'] || tmpdir();
  return {
    inputs: readInputs(env),
    workspace: env['GITHUB_WORKSPACE'] || process.cwd(),
    programFolder: dirname(dirname(realpathSync(script))),
    temporaryFolder: join(runnerTemp, `latency-gate-${process.pid}`),
    toolCache: env['RUNNER_TOOL_CACHE'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache')),
    event: { name: env['GITHUB_EVENT_NAME'] ?? '', payload: readPayload(env['GITHUB_EVENT_PATH']) },
    github: readGitHub(env),
    embedl: { apiKey: env['EMBEDL_HUB_API_KEY'] ?? '', baseUrl: env['EMBEDL_HUB_API_BASE_URL'] ?? '' },
    mlflow: readMlflow(env),
    aws: readAws(env),
    runnerImage: [env['ImageOS'], env['ImageVersion']].filter(Boolean).join(' '),
    npmRegistry: readUrl(env, 'npm_config_registry', 'https://registry.npmjs.org'),
    proxy: {
      http: readProxy(env, ['HTTP_PROXY', 'http_proxy']),
      https: readProxy(env, ['HTTPS_PROXY', 'https_proxy']),
      no: env['NO_PROXY'] ?? env['no_proxy'],
    },
    wantsColor: readColor(env),
    hasScreen: process.platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']),
    childEnv: pick(env, HARMLESS),
    variables: { ...env },
  };
}

/** As MLflow's own client reads them: a name wins over a token. */
function readMlflow(env: Env): RunnerEnvironment['mlflow'] {
  const name = env['MLFLOW_TRACKING_USERNAME'] ?? '';
  const basic = name === '' ? '' : `${name}:${env['MLFLOW_TRACKING_PASSWORD'] ?? ''}`;
  return { apiKey: basic || (env['MLFLOW_TRACKING_TOKEN'] ?? ''), baseUrl: env['MLFLOW_TRACKING_URI'] ?? '' };
}

/** A machine's own role has no variable: a fork's model is not measured with it unless it was staged. */
function readAws(env: Env): RunnerEnvironment['aws'] {
  const source = [
    'AWS_ACCESS_KEY_ID',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_PROFILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ].find((name) => Boolean(env[name]));
  const secrets = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'].map((name) => env[name] ?? '');
  return { source: source ?? '', secrets };
}

/** https://no-color.org: set and not empty means none. Logs of a CI are no terminal. */
function readColor(env: Env): boolean | undefined {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return env['CI'] || env['TERM'] === 'dumb' ? false : undefined;
}

function readGitHub(env: Env): RunnerEnvironment['github'] {
  return {
    apiUrl: readUrl(env, 'GITHUB_API_URL', 'https://api.github.com'),
    serverUrl: readUrl(env, 'GITHUB_SERVER_URL', 'https://github.com'),
    repository: env['GITHUB_REPOSITORY'] ?? '',
    sha: env['GITHUB_SHA'] ?? '',
    ref: env['GITHUB_REF'] ?? '',
    runId: readNumber(env, 'GITHUB_RUN_ID', 0),
    runAttempt: readNumber(env, 'GITHUB_RUN_ATTEMPT', 1),
    workflowRef: env['GITHUB_WORKFLOW_REF'] ?? '',
    actor: env['GITHUB_ACTOR'] ?? '',
    step: [env['GITHUB_JOB'], env['GITHUB_ACTION']].filter(Boolean).join('/'),
  };
}

/** The runner hands `with: max-regression` over as INPUT_MAX-REGRESSION. */
function readInputs(env: Env): Readonly<Record<string, string>> {
  const inputs: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const trimmed = value?.trim() ?? '';
    if (name.startsWith('INPUT_') && trimmed !== '') inputs[name.slice('INPUT_'.length).toLowerCase()] = trimmed;
  }
  return inputs;
}

function readPayload(path: string | undefined): unknown {
  if (path === undefined || path === '') return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}

function pick(env: Env, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
