// `npm run check:load`: large gates by the built action, against the GitHub stand-in: many devices and models, a long
// history, a large model, many layers. Memory is the step's peak (Linux tells it); calls are GitHub's API. The exit code
// is 1 where a bound does not hold. Figures go into docs/limits.md by hand.

import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { createGitHubServer } from '../test/servers/github/server.ts';
import { commit, createState, type GitHubState, REPOSITORY_ID } from '../test/servers/github/state.ts';
import { mount } from '../test/servers/http.ts';
import { createMemoryBlobs } from '../test/servers/memory-blobs.ts';
import { SERVED_PROGRAM } from '../test/support/served-program.ts';
import { prepareStep, readFileCommands, type StepOptions } from '../test/support/step.ts';

interface Measured {
  readonly exitCode: number | null;
  readonly outcome: string | undefined;
  readonly seconds: number;
  readonly peakMb: number;
  readonly calls: number;
  readonly log: string;
}

interface Site {
  readonly state: GitHubState;
  readonly workspace: string;
  run(options: StepOptions): Promise<Measured>;
}

interface Load {
  readonly title: string;
  readonly mostMb: number;
  readonly mostCalls: number;
  /** Executes what is measured. */
  perform(site: Site): Promise<Measured>;
}

const LOADS: readonly Load[] = [
  {
    title: '50 devices × 4 models in one gate',
    mostMb: 400,
    mostCalls: 30,
    async perform(site) {
      const devices = Array.from({ length: 50 }, (_, index) => `board-${index}`).join('\n');
      const inputs = { ...SERVED, devices, model: 'nets/*.bin' };
      mkdirSync(join(site.workspace, 'nets'));
      for (const name of ['a', 'b', 'c', 'd']) writeFileSync(join(site.workspace, `nets/${name}.bin`), '10\nold\n');
      const sha = await record(site, inputs);
      for (const name of ['a', 'b', 'c', 'd']) writeFileSync(join(site.workspace, `nets/${name}.bin`), '10\nnew\n');
      return site.run(pull(commit(site.state, 'topic', sha), inputs));
    },
  },
  {
    title: '10,000 records on the default branch, the merge-base among them',
    mostMb: 250,
    mostCalls: 10,
    async perform(site) {
      addRuns(site.state, 10_000);
      const sha = await record(site, ONE);
      return site.run(pull(commit(site.state, 'topic', sha), ONE));
    },
  },
  {
    title: '10,000 records on the default branch, none within the nearest 1,000 commits',
    mostMb: 250,
    mostCalls: 40,
    async perform(site) {
      addRuns(site.state, 10_000);
      for (let count = 0; count < 1100; count += 1) commit(site.state, 'main');
      return site.run(pull(commit(site.state, 'topic', site.state.branches.get('main')), ONE));
    },
  },
  {
    title: 'a model of 2 GiB, recorded',
    mostMb: 400,
    mostCalls: 15,
    async perform(site) {
      const inputs = { ...SERVED, devices: 'board', model: 'large.bin' };
      writeFileSync(join(site.workspace, 'large.bin'), '10\n');
      truncateSync(join(site.workspace, 'large.bin'), 2 ** 31);
      return site.run({ event: 'push', sha: commit(site.state, 'main'), branch: 'main', inputs });
    },
  },
  {
    title: '20,000 layers on each side',
    mostMb: 500,
    mostCalls: 10,
    async perform(site) {
      const layers = (shift: number) =>
        Array.from({ length: 20_000 }, (_, index) => ({
          name: `block_${index}/conv`,
          operator: 'Conv',
          unit: 'CPU',
          timeMs: 0.001 * ((index % 7) + shift),
        }));
      const inputs = { ...ONE, results: 'job.json' };
      const write = (shift: number) =>
        writeFileSync(
          join(site.workspace, 'job.json'),
          JSON.stringify({ schema: 'latency-gate/job@1', metrics: { latency: 10 }, layers: layers(shift) }),
        );
      write(1);
      const sha = await record(site, inputs);
      write(1.1);
      return site.run(pull(commit(site.state, 'topic', sha), inputs));
    },
  },
];

const SERVED = { command: './bench.sh {model}', 'device-concurrency': '8', options: 'serve: true' };
const ONE = { backend: 'results', results: 'bench.json', devices: 'board', model: 'net' };
const RESULT = { results: [{ command: './infer', times: [0.01, 0.01], exit_codes: [0, 0] }] };

async function record({ state, run }: Site, inputs: Readonly<Record<string, string>>): Promise<string> {
  const sha = commit(state, 'main');
  const { exitCode, log } = await run({ event: 'push', sha, branch: 'main', inputs });
  if (exitCode !== 0) throw new Error(log);
  return sha;
}

function pull(sha: string, inputs: Readonly<Record<string, string>>): StepOptions {
  const pull_request = { number: 7, head: { sha, ref: 'topic' }, base: { ref: 'main', sha: 'not-used' } };
  return { event: 'pull_request', sha, branch: '7/merge', payload: { pull_request }, inputs };
}

/** A commit, a workflow run and a record each; nobody opens these records. */
function addRuns(state: GitHubState, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const sha = commit(state, 'main');
    const id = state.nextId++;
    const startedAt = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString();
    const run = { id, event: 'push', headSha: sha, headBranch: 'main', headRepositoryId: REPOSITORY_ID };
    state.runs.set(id, { ...run, startedAt, attempt: 1 });
    const artifact = { id: state.nextId++, runId: id, name: 'latency-gate-record-net-25999158', blob: 'none' };
    state.artifacts.push({ ...artifact, sizeBytes: 10, createdAt: startedAt, expired: false, digest: null });
  }
}

async function open(folder: string): Promise<Site & { close(): Promise<void> }> {
  const state = createState();
  const blobs = createMemoryBlobs();
  const github = createGitHubServer(state, blobs);
  const mounted = await mount(async (request) => blobs.answer(request) ?? github.handler(request));
  blobs.baseUrl = mounted.url;
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'bench.sh'), SERVED_PROGRAM);
  chmodSync(join(workspace, 'bench.sh'), 0o755);
  writeFileSync(join(workspace, 'bench.json'), JSON.stringify(RESULT));
  return {
    state,
    workspace,
    async run(options) {
      const own = mkdtempSync(join(folder, 'step-'));
      const { env } = prepareStep(options, { state, apiUrl: mounted.url, workspace, folder: own });
      const before = github.log.length;
      const begun = Date.now();
      const ended = await execute(env, workspace);
      const calls = github.log.slice(before).filter(({ path }) => !path.startsWith('/twirp/')).length;
      const { outcome } = readFileCommands(join(own, 'output'));
      return { ...ended, outcome, calls, seconds: (Date.now() - begun) / 1000 };
    },
    close: mounted.close,
  };
}

async function execute(env: Readonly<Record<string, string>>, cwd: string) {
  const child = spawn(process.execPath, [resolve('dist/main/index.js')], { env, cwd });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-5000);
    });
  }
  let peakMb = 0;
  const look = setInterval(() => {
    peakMb = Math.max(peakMb, readPeakMb(child.pid));
  }, 50);
  const exitCode = await new Promise<number | null>((done) => child.once('close', done));
  clearInterval(look);
  return { exitCode, log, peakMb };
}

/** The most that was in memory so far; 0 where the system does not tell. */
function readPeakMb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

let good = true;
process.stdout.write('| load | outcome | calls | peak memory | time |\n|---|---|---:|---:|---:|\n');
for (const { title, mostMb, mostCalls, perform } of LOADS) {
  const folder = mkdtempSync(join(tmpdir(), 'latency-gate-load-'));
  const site = await open(folder);
  try {
    const { exitCode, outcome, calls, peakMb, seconds, log } = await perform(site);
    const holds = [0, 1].includes(exitCode ?? 2) && calls <= mostCalls && peakMb <= mostMb;
    good &&= holds;
    process.stdout.write(`| ${title} | ${outcome} | ${calls} | ${peakMb} MB | ${seconds.toFixed(1)} s |\n`);
    if (!holds) process.stdout.write(`FAILED: at most ${mostCalls} calls and ${mostMb} MB are allowed\n${log}\n`);
  } finally {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
process.exit(good ? 0 : 1);
