// A repository on the GitHub stand-in with storage beside it, behind a server that can break, and steps run in it.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitHubServer } from '../../servers/github/server.ts';
import { cloneState, createState, type GitHubState } from '../../servers/github/state.ts';
import { createMemoryBlobs, type MemoryBlobs } from '../../servers/memory-blobs.ts';
import { prepareStep, readFileCommands, readSavedState, type StepOptions } from '../../support/step.ts';
import { type FaultyServer, mountFaulty } from '../faulty-server.ts';
import type { Runners } from './runners.ts';

export interface Site {
  readonly state: GitHubState;
  readonly server: FaultyServer;
  /** The model and what measures it; steps only read it. */
  readonly workspace: string;
  step(options: StepOptions): Promise<SiteStep>;
  /** The same once more, to go on from in another way. */
  fork(): Promise<Site>;
  close(): Promise<void>;
}

export interface SiteStep {
  readonly runId: number;
  readonly exitCode: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
  /** `report.json`, as text; empty where there is none. */
  readonly report: string;
  /** Executes the post step; answers its log. */
  post(): Promise<string>;
}

/** The workspace is the caller's. */
export async function openSite(workspace: string, runners: Runners): Promise<Site> {
  return build(createState(), createMemoryBlobs(), workspace, runners);
}

async function build(state: GitHubState, blobs: MemoryBlobs, workspace: string, runners: Runners): Promise<Site> {
  const github = createGitHubServer(state, blobs);
  const server = await mountFaulty(async (request) => blobs.answer(request) ?? github.handler(request));
  blobs.baseUrl = server.url;
  const home = mkdtempSync(join(tmpdir(), 'latency-gate-site-'));
  return {
    state,
    server,
    workspace,
    async step(options) {
      const folder = mkdtempSync(join(home, 'step-'));
      const { runId, env } = prepareStep(options, { state, apiUrl: server.url, workspace, folder });
      const { exitCode, log } = await runners.execute({ entry: 'main', env });
      const outputs = readFileCommands(join(folder, 'output'));
      const { 'report-json': path } = outputs;
      const report = path === undefined ? '' : readFileSync(path, 'utf8');
      const post = async () =>
        (await runners.execute({ entry: 'post', env: { ...env, ...readSavedState(folder) } })).log;
      return { runId, exitCode, outputs, log, report, post };
    },
    fork: () => build(cloneState(state), blobs.layer(), workspace, runners),
    async close() {
      await server.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
