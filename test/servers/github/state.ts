// What the GitHub stand-in knows: commits, runs, artifacts, comments, checks. Plain data, changed by the handlers.

import { randomUUID } from 'node:crypto';

export type Permission = 'contents' | 'pull-requests' | 'checks' | 'actions' | 'statuses';
export type Access = 'read' | 'write';

export interface StoredRun {
  readonly id: number;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string;
  /** Another number means a fork's. */
  readonly headRepositoryId: number;
  readonly startedAt: string;
  readonly attempt: number;
  /** The workflow file. */
  readonly path?: string;
}

export interface StoredPull {
  readonly number: number;
  readonly headOwner: string;
  readonly headBranch: string;
  headSha: string;
  readonly base: string;
  open: boolean;
  readonly author?: string;
}

export interface StoredAsset {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly blob: string;
}

export interface StoredRelease {
  readonly id: number;
  readonly tag: string;
  body: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly publishedAt: string | null;
  assets: StoredAsset[];
}

export interface StoredArtifact {
  readonly id: number;
  readonly runId: number;
  readonly name: string;
  readonly blob: string;
  readonly sizeBytes: number;
  readonly createdAt: string;
  expired: boolean;
  /** As the uploader said when it finished; `sha256:<hex>`. */
  digest: string | null;
}

export interface Author {
  readonly login: string;
  readonly type: string;
  readonly association: string;
}

export interface StoredComment {
  readonly id: number;
  readonly pullRequest: number;
  body: string;
  readonly author: Author;
  /** ISO 8601 in whole seconds, as GitHub tells them. */
  readonly createdAt: string;
  updatedAt: string;
}

export interface StoredCheck {
  readonly id: number;
  readonly name: string;
  readonly sha: string;
  status: string;
  conclusion: string | null;
  completedAt: string | null;
  /** The maker's own name for it. */
  externalId?: string;
  output: { title: string; summary: string; text?: string; annotations: readonly Record<string, unknown>[] };
}

export interface StoredStatus {
  readonly sha: string;
  readonly context: string;
  readonly state: string;
  readonly description: string;
  readonly targetUrl: string | null;
}

export const REPOSITORY_ID = 1001;
export const FORK_ID = 2002;

export interface GitHubState {
  /** Before the names of all that is uploaded: states may share one blob store. */
  readonly space: string;
  readonly owner: string;
  readonly repo: string;
  readonly defaultBranch: string;
  /** Parents by sha, the first parent first. */
  readonly commits: Map<string, readonly string[]>;
  readonly branches: Map<string, string>;
  readonly tags: Map<string, string>;
  /** What each token may do. */
  readonly tokens: Map<string, ReadonlyMap<Permission, Access>>;
  /** Whether tokens are a GitHub App's; others cannot write checks. */
  readonly runs: Map<number, StoredRun>;
  pulls: StoredPull[];
  /** Of workflow runs, as far as they have ended. */
  readonly jobs: {
    readonly runId: number;
    readonly attempt: number;
    readonly name: string;
    readonly conclusion: string;
  }[];
  /** Oldest first. */
  readonly releases: StoredRelease[];
  artifacts: StoredArtifact[];
  comments: StoredComment[];
  /** Pull requests whose conversation is locked. */
  readonly locked: Set<number>;
  /** What GitHub calls the permission of a user, by login; others are no users. */
  readonly people: Map<string, string>;
  /** Workflow runs that were started again. */
  readonly reruns: number[];
  /** Whose token it is. */
  author: Author;
  readonly checks: StoredCheck[];
  readonly statuses: StoredStatus[];
  /** Names that a run has created but not finalised, with their blob. */
  readonly uploads: Map<string, string>;
  nextId: number;
  now: () => Date;
}

export function createState(): GitHubState {
  return {
    space: randomUUID(),
    owner: 'acme',
    repo: 'models',
    defaultBranch: 'main',
    commits: new Map(),
    branches: new Map(),
    tags: new Map(),
    tokens: new Map(),
    runs: new Map(),
    pulls: [],
    jobs: [],
    releases: [],
    artifacts: [],
    comments: [],
    locked: new Set(),
    people: new Map(),
    reruns: [],
    author: { login: 'github-actions[bot]', type: 'Bot', association: 'NONE' },
    checks: [],
    statuses: [],
    uploads: new Map(),
    nextId: 100,
    now: () => new Date(),
  };
}

/** The same state once more, to go on from in another way. */
export function cloneState(state: GitHubState): GitHubState {
  const { now, ...plain } = state;
  return { ...structuredClone(plain), space: randomUUID(), now };
}

/** Adds a commit to a branch and answers its sha; `from` starts a branch elsewhere. */
export function commit(state: GitHubState, branch: string, from?: string): string {
  const parent = from ?? state.branches.get(branch);
  const number = state.commits.size + 1;
  const sha = `${number.toString(16).padStart(7, '0')}${'c0ffee'.repeat(6)}`.slice(0, 40);
  state.commits.set(sha, parent === undefined ? [] : [parent]);
  state.branches.set(branch, sha);
  return sha;
}

/** All ancestors of a commit, itself first, breadth first. */
export function ancestors(state: GitHubState, sha: string): readonly string[] {
  const seen = new Set<string>();
  const queue = [sha];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next) || !state.commits.has(next)) continue;
    seen.add(next);
    queue.push(...(state.commits.get(next) ?? []));
  }
  return [...seen];
}
