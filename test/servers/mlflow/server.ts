// The real MLflow server on loopback, with SQLite and artifacts in a temporary folder. No stand-in: what passes here
// passes MLflow. MLFLOW_PYTHON names a Python that has it; tests skip themselves, visibly, where none has.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { freePort } from '../../support/azurite.ts';

const PYTHON = process.env['MLFLOW_PYTHON'] ?? 'python3';

/** The administrator of a server with basic auth, `name:password`. */
export const ADMIN = 'admin:correct-horse-1';

export interface MlflowServer {
  readonly url: string;
  readonly folder: string;
  /** Runs a Python program with the official client pointed at the server; answers what it prints. */
  python(program: string, ...args: readonly string[]): string;
  close(): Promise<void>;
}

/** Whether a server can be started here. */
export function hasMlflow(): boolean {
  try {
    const look = 'import importlib.util as u, sys; sys.exit(not all(u.find_spec(m) for m in ("mlflow", "flask_wtf")))';
    execFileSync(PYTHON, ['-c', look], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Answers when it answers; `auth`: with `--app-name basic-auth` and one administrator. */
export async function startMlflow(options: { readonly auth?: boolean } = {}): Promise<MlflowServer> {
  const folder = mkdtempSync(join(tmpdir(), 'latency-gate-mlflow-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = openSync(join(folder, 'log'), 'a');
  const child = spawn(PYTHON, argumentsFor(folder, port, options.auth === true), {
    cwd: folder,
    env: environmentFor(folder),
    detached: true,
    // A file: a pipe fills up while this process waits for a client of the server.
    stdio: ['ignore', log, log],
  });
  const kill = () => {
    killGroup(child);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', kill);
  const close = () => {
    process.removeListener('exit', kill);
    return stop(child, folder);
  };
  try {
    await untilHealthy(url, child);
  } catch (error) {
    const said = readFileSync(join(folder, 'log'), 'utf8').slice(-2000);
    await close();
    throw new Error(`MLflow did not start: ${said}`, { cause: error });
  }
  const [user = '', password = ''] = ADMIN.split(':');
  const credentials =
    options.auth === true ? { MLFLOW_TRACKING_USERNAME: user, MLFLOW_TRACKING_PASSWORD: password } : {};
  const env = { ...environmentFor(folder), ...credentials, MLFLOW_TRACKING_URI: url };
  const python = (program: string, ...args: readonly string[]) =>
    execFileSync(PYTHON, ['-c', program, ...args], { env, cwd: folder, encoding: 'utf8' });
  return { url, folder, python, close };
}

function argumentsFor(folder: string, port: number, auth: boolean): readonly string[] {
  const store = ['--backend-store-uri', `sqlite:///${join(folder, 'runs.db')}`];
  const files = ['--artifacts-destination', join(folder, 'artifacts')];
  const app = auth ? ['--app-name', 'basic-auth'] : [];
  return [
    '-m',
    'mlflow',
    'server',
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--workers',
    '1',
    ...store,
    ...files,
    ...app,
  ];
}

function environmentFor(folder: string): Readonly<Record<string, string>> {
  const [user = '', password = ''] = ADMIN.split(':');
  const config = join(folder, 'auth.ini');
  const lines = [
    '[mlflow]',
    'default_permission = READ',
    `database_uri = sqlite:///${join(folder, 'users.db')}`,
    `admin_username = ${user}`,
    `admin_password = ${password}`,
    'authorization_function = mlflow.server.auth:authenticate_request_basic_auth',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    TMPDIR: folder,
    MLFLOW_AUTH_CONFIG_PATH: config,
    MLFLOW_FLASK_SERVER_SECRET_KEY: 'only-for-tests',
    MLFLOW_DISABLE_TELEMETRY: 'true',
    DO_NOT_TRACK: 'true',
    GIT_PYTHON_REFRESH: 'quiet',
    PYTHONWARNINGS: 'ignore',
  };
}

/** A first start makes the database: seconds on a quiet machine. */
const PATIENCE_MS = 120_000;

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  const late = Date.now() + PATIENCE_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok === true) return;
    if (Date.now() > late) throw new Error('it does not answer');
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** The server and the workers it started. */
async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = child.exitCode !== null ? Promise.resolve() : new Promise((done) => child.once('close', done));
  killGroup(child);
  await ended;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It had ended.
  }
}
