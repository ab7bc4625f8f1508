// A repository on the GitHub stand-in, and a runner that executes dist/ in it as a workflow would.

import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BlobStore, openBlobStore } from '../servers/github/artifact-service.ts';
import { createGitHubServer, type Fault } from '../servers/github/server.ts';
import { cloneState, commit, createState, type GitHubState } from '../servers/github/state.ts';
import { mount } from '../servers/http.ts';
import { runStep, type StepOptions, type StepResult } from './step.ts';

export { ALL_PERMISSIONS, type StepOptions, type StepResult } from './step.ts';

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
  /** A world of its own in which everything that happened here has happened. Closed apart from this one. */
  fork(): Promise<World>;
  close(): Promise<void>;
}

/** `azuriteUrl` is where the blob store behind the artifact service listens. */
export async function openWorld(azuriteUrl: string): Promise<World> {
  return buildWorld(createState(), await openBlobStore(azuriteUrl));
}

async function buildWorld(state: GitHubState, blobs: BlobStore, workspaceBefore?: string): Promise<World> {
  const server = createGitHubServer(state, blobs);
  const mounted = await mount(server.handler);
  const home = mkdtempSync(join(tmpdir(), 'latency-gate-world-'));
  const workspace = join(home, 'workspace');
  if (workspaceBefore === undefined) mkdirSync(workspace);
  else cpSync(workspaceBefore, workspace, { recursive: true, verbatimSymlinks: true });
  const step = (options: StepOptions) => {
    const folder = mkdtempSync(join(home, 'step-'));
    return runStep(options, { state, server, apiUrl: mounted.url, workspace, folder });
  };
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
    fork: () => buildWorld(cloneState(state), blobs, workspace),
    async close() {
      await mounted.close();
      rmSync(home, { recursive: true, force: true });
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
