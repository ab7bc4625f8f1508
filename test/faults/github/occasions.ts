// What the action does on GitHub, one occasion each: a repository in which everything before has happened, and the step
// that the fault matrix then breaks.

import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commit, FORK_ID, type StoredComment } from '../../servers/github/state.ts';
import { SERVED_PROGRAM } from '../../support/served-program.ts';
import { ALL_PERMISSIONS, type StepOptions } from '../../support/step.ts';
import type { Runners } from './runners.ts';
import { openSite, type Site } from './site.ts';

export interface Occasion {
  readonly title: string;
  /** Everything before; answers the step. */
  prepare(site: Site): Promise<StepOptions>;
}

const INPUTS = {
  command: './bench.sh {model}',
  devices: 'board',
  'max-regression': '5%',
  model: 'net.bin',
  options: 'serve: true',
};

export function makeWorkspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latency-gate-occasions-'));
  writeFileSync(join(folder, 'bench.sh'), SERVED_PROGRAM);
  chmodSync(join(folder, 'bench.sh'), 0o755);
  for (const [name, ms] of Object.entries({ 'base.bin': 10, 'equal.bin': 10, 'slower.bin': 13 }))
    writeFileSync(join(folder, name), `${ms}\n${name.padEnd(20)}\n`);
  return folder;
}

export const OCCASIONS: readonly Occasion[] = [
  {
    title: 'a push to the default branch is recorded',
    async prepare(site) {
      await record(site);
      return push(site, 'equal.bin');
    },
  },
  {
    title: 'a pull request that changes nothing',
    async prepare(site) {
      await record(site);
      return pull(commit(site.state, 'topic', tip(site)), 'equal.bin');
    },
  },
  {
    title: 'a slower pull request, a second time',
    async prepare(site) {
      await record(site);
      await settle(site, pull(commit(site.state, 'topic', tip(site)), 'slower.bin'));
      return pull(commit(site.state, 'topic'), 'slower.bin');
    },
  },
  {
    title: 'the second attempt on a pull request',
    async prepare(site) {
      await record(site);
      const first = pull(commit(site.state, 'topic', tip(site)), 'equal.bin');
      return { ...first, runId: (await settle(site, first)).runId, attempt: 2 };
    },
  },
  {
    title: 'a pull request with a personal token, which cannot write checks',
    async prepare(site) {
      await record(site);
      const permissions = { contents: 'read', 'pull-requests': 'write', actions: 'read', statuses: 'write' } as const;
      const before = await settle(site, { ...pull(commit(site.state, 'topic', tip(site)), 'equal.bin'), permissions });
      if (before.exitCode !== 0) throw new Error(before.log);
      return { ...pull(commit(site.state, 'topic'), 'equal.bin'), permissions };
    },
  },
  {
    title: 'a regression is accepted by a comment',
    prepare: (site) => comment(site, '/latency-gate accept 90%: wanted'),
  },
  { title: 'a gate is started again by a comment', prepare: (site) => comment(site, '/latency-gate rerun') },
  {
    title: 'what a fork measured is judged',
    async prepare(site) {
      await record(site);
      const head = commit(site.state, 'topic', tip(site));
      openPull(site, head, 'stranger');
      const { runId } = await settle(site, forkPull(head));
      const origin = { id: runId, event: 'pull_request', head_sha: head, head_branch: 'topic' };
      const workflow_run = { ...origin, head_repository: FORK, pull_requests: [] };
      return { event: 'workflow_run', sha: tip(site), branch: 'main', payload: { workflow_run }, inputs: INPUTS };
    },
  },
  {
    title: 'the last job of a workflow reports for the others',
    async prepare(site) {
      await record(site);
      const gated = pull(commit(site.state, 'topic', tip(site)), 'equal.bin');
      const { runId } = await settle(site, { ...gated, inputs: { ...gated.inputs, 'comment-key': '' } });
      return { ...gated, runId, inputs: { mode: 'report', 'comment-key': 'all' } };
    },
  },
  {
    title: 'a release',
    async prepare(site) {
      await record(site);
      await settle(site, release(site, 'v1.0.0', 'base.bin'));
      await settle(site, push(site, 'equal.bin'));
      const next = release(site, 'v1.1.0', 'equal.bin');
      await settle(site, next);
      // It runs again: its files are replaced.
      return { ...next, runId: site.state.nextId++ };
    },
  },
];

/** The step, and the workspace in which it and all before it ran. */
export async function openOccasion(occasion: Occasion, workspace: string, runners: Runners) {
  const site = await openSite(workspace, runners);
  return { site, options: await occasion.prepare(site) };
}

const FORK = { full_name: 'stranger/models' };

async function settle(site: Site, options: StepOptions) {
  const step = await site.step(options);
  await step.post();
  if (step.exitCode === null || step.exitCode > 1) throw new Error(step.log);
  return step;
}

async function record(site: Site): Promise<void> {
  await settle(site, push(site, 'base.bin'));
}

function push({ state }: Site, model: string): StepOptions {
  return { event: 'push', sha: commit(state, 'main'), branch: 'main', inputs: { ...INPUTS, ...named(model) } };
}

function pull(sha: string, model: string): StepOptions {
  const pull_request = { number: 7, head: { sha, ref: 'topic' }, base: { ref: 'main', sha: 'not-used' } };
  return {
    event: 'pull_request',
    sha,
    branch: '7/merge',
    payload: { pull_request },
    inputs: { ...INPUTS, ...named(model) },
  };
}

function forkPull(sha: string): StepOptions {
  const head = { sha, ref: 'topic', repo: FORK };
  const pull_request = { number: 7, head, base: { ref: 'main', sha: 'not-used' } };
  const permissions = { contents: 'read', 'pull-requests': 'read', checks: 'read', actions: 'read' } as const;
  return { ...pull(sha, 'equal.bin'), payload: { pull_request }, permissions, headRepositoryId: FORK_ID };
}

/** Another file under the one name by which runs are compared. */
function named(model: string) {
  return { model, 'model-name': 'net' };
}

function tip({ state }: Site): string {
  return state.branches.get('main') ?? '';
}

function openPull({ state }: Site, headSha: string, headOwner = 'acme'): void {
  state.pulls = [{ number: 7, headOwner, headBranch: 'topic', headSha, base: 'main', open: true, author: 'author' }];
}

/** What a maintainer says on a pull request that regressed. */
async function comment(site: Site, body: string): Promise<StepOptions> {
  const { state } = site;
  await record(site);
  const head = commit(state, 'topic', tip(site));
  openPull(site, head);
  state.people.set('maintainer', 'write');
  await settle(site, pull(head, 'slower.bin'));
  const at = new Date(Date.now() + 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const author = { login: 'maintainer', type: 'User', association: 'MEMBER' };
  const said: StoredComment = { id: state.nextId++, pullRequest: 7, body, author, createdAt: at, updatedAt: at };
  state.comments.push(said);
  const issue = { number: 7, pull_request: { url: 'https://api.github.com/repos/acme/models/pulls/7' } };
  return {
    event: 'issue_comment',
    sha: tip(site),
    branch: 'main',
    payload: { action: 'created', issue, comment: { body, user: { login: author.login } } },
    permissions: { ...ALL_PERMISSIONS, actions: 'write' },
    inputs: { model: '' },
    env: { GITHUB_WORKFLOW_REF: 'acme/models/.github/workflows/accept.yml@refs/heads/main' },
  };
}

function release(site: Site, tag: string, model: string): StepOptions {
  const { state } = site;
  const sha = tip(site);
  const publishedAt = `2026-11-0${state.releases.length + 1}T00:00:00Z`;
  state.tags.set(tag, sha);
  state.releases.push({
    id: state.nextId++,
    tag,
    body: 'What is new',
    draft: false,
    prerelease: false,
    publishedAt,
    assets: [],
  });
  return {
    event: 'release',
    sha,
    branch: '',
    ref: `refs/tags/${tag}`,
    payload: { action: 'published', release: { tag_name: tag } },
    permissions: { ...ALL_PERMISSIONS, contents: 'write' },
    inputs: { ...INPUTS, ...named(model) },
  };
}
