// GitHub's REST API, the operations that the action uses. Each answer is GitHub's own example with this state's values.

import { example, exampleItem } from './openapi.ts';
import { PEOPLE_ENDPOINTS } from './people.ts';
import { RELEASE_ENDPOINTS } from './releases.ts';
import {
  type Access,
  ancestors,
  type GitHubState,
  type Permission,
  REPOSITORY_ID,
  type StoredArtifact,
  type StoredCheck,
  type StoredComment,
  type StoredRun,
  type StoredStatus,
} from './state.ts';

export interface Call {
  readonly state: GitHubState;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** A signed address of a stored blob. */
  readonly signBlob: (blob: string) => string;
  readonly accept: string;
  /** Where this server is reached. */
  readonly host: string;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Endpoint {
  readonly needs: readonly [Permission, Access];
  readonly answer: (call: Call) => RestAnswer;
}

const LONGEST_COMMENT = 65_536;
const LONGEST_CHECK_TEXT = 65_535;
const MOST_ANNOTATIONS = 50;
const NOT_FOUND: RestAnswer = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
};

/** By method and path of the description. */
export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'GET /repos/{owner}/{repo}/compare/{basehead}': { needs: ['contents', 'read'], answer: compare },
  'GET /repos/{owner}/{repo}/commits': { needs: ['contents', 'read'], answer: listCommits },
  'GET /repos/{owner}/{repo}/actions/artifacts': { needs: ['actions', 'read'], answer: listArtifacts },
  'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}': { needs: ['actions', 'read'], answer: readArtifact },
  'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}': {
    needs: ['actions', 'read'],
    answer: downloadArtifact,
  },
  'GET /repos/{owner}/{repo}/actions/runs': { needs: ['actions', 'read'], answer: listRuns },
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}': { needs: ['actions', 'read'], answer: readRun },
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts': { needs: ['actions', 'read'], answer: listRunArtifacts },
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs': {
    needs: ['actions', 'read'],
    answer: listJobs,
  },
  'GET /repos/{owner}/{repo}/pulls': { needs: ['pull-requests', 'read'], answer: listPulls },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': { needs: ['pull-requests', 'read'], answer: readPull },
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': {
    needs: ['pull-requests', 'read'],
    answer: listComments,
  },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': {
    needs: ['pull-requests', 'write'],
    answer: createComment,
  },
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': {
    needs: ['pull-requests', 'write'],
    answer: updateComment,
  },
  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': {
    needs: ['pull-requests', 'write'],
    answer: deleteComment,
  },
  'POST /repos/{owner}/{repo}/check-runs': { needs: ['checks', 'write'], answer: createCheck },
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': { needs: ['checks', 'write'], answer: updateCheck },
  'GET /repos/{owner}/{repo}/commits/{ref}/statuses': { needs: ['statuses', 'read'], answer: listStatuses },
  'POST /repos/{owner}/{repo}/statuses/{sha}': { needs: ['statuses', 'write'], answer: createStatus },
  ...PEOPLE_ENDPOINTS,
  ...RELEASE_ENDPOINTS,
};

function compare({ state, parameters }: Call): RestAnswer {
  const [base = '', head = ''] = (parameters['basehead'] ?? '').split('...');
  const [from, to] = [base, head].map((ref) => resolve(state, ref));
  if (from === undefined || to === undefined || !state.commits.has(from) || !state.commits.has(to)) return NOT_FOUND;
  const reachable = new Set(ancestors(state, from));
  const mergeBase = ancestors(state, to).find((sha) => reachable.has(sha));
  if (mergeBase === undefined) return NOT_FOUND;
  const body = example('commit-comparison');
  return {
    status: 200,
    body: { ...body, merge_base_commit: { ...(body['merge_base_commit'] as object), sha: mergeBase } },
  };
}

function listCommits({ state, query }: Call): RestAnswer {
  const ref = query.get('sha') ?? state.defaultBranch;
  const start = resolve(state, ref);
  if (!state.commits.has(start)) return NOT_FOUND;
  const template = exampleItem('commit-items');
  const body = page(ancestors(state, start), query).map((sha) => ({
    ...template,
    sha,
    parents: (state.commits.get(sha) ?? []).map((parent) => ({ sha: parent, url: '', html_url: '' })),
  }));
  return { status: 200, body };
}

function listArtifacts({ state, query }: Call): RestAnswer {
  return artifactPage(state, state.artifacts, query);
}

function listRunArtifacts({ state, query, parameters }: Call): RestAnswer {
  const runId = Number(parameters['run_id']);
  return artifactPage(
    state,
    state.artifacts.filter((artifact) => artifact.runId === runId),
    query,
  );
}

function artifactPage(state: GitHubState, all: readonly StoredArtifact[], query: URLSearchParams): RestAnswer {
  const name = query.get('name');
  const found = all.filter((artifact) => name === null || artifact.name === name).toReversed();
  const artifacts = page(found, query).map((artifact) => toArtifact(state, artifact));
  return { status: 200, body: { total_count: found.length, artifacts } };
}

function readArtifact({ state, parameters }: Call): RestAnswer {
  const artifact = state.artifacts.find((candidate) => candidate.id === Number(parameters['artifact_id']));
  return artifact === undefined ? NOT_FOUND : { status: 200, body: toArtifact(state, artifact) };
}

function downloadArtifact({ state, parameters, signBlob }: Call): RestAnswer {
  const artifact = state.artifacts.find((candidate) => candidate.id === Number(parameters['artifact_id']));
  if (artifact === undefined || parameters['archive_format'] !== 'zip') return NOT_FOUND;
  if (artifact.expired) return { status: 410, body: { message: 'Artifact has expired' } };
  return { status: 302, headers: { location: signBlob(artifact.blob) } };
}

function toArtifact(state: GitHubState, artifact: StoredArtifact): object {
  const run = state.runs.get(artifact.runId);
  return {
    ...example('artifact'),
    id: artifact.id,
    name: artifact.name,
    size_in_bytes: artifact.sizeBytes,
    expired: artifact.expired,
    created_at: artifact.createdAt,
    digest: artifact.digest,
    workflow_run: {
      id: artifact.runId,
      repository_id: REPOSITORY_ID,
      head_repository_id: run?.headRepositoryId,
      head_branch: run?.headBranch,
      head_sha: run?.headSha,
    },
  };
}

/** As git does: a tag wins over a branch, unless the name is a full one. */
function resolve(state: GitHubState, ref: string): string {
  if (ref.startsWith('refs/heads/')) return state.branches.get(ref.slice('refs/heads/'.length)) ?? ref;
  const tag = ref.replace(/^refs\/tags\//, '');
  return state.tags.get(tag) ?? (tag === ref ? state.branches.get(ref) : undefined) ?? ref;
}

/** Newest first; GitHub lists a thousand at most where it filters. */
function listRuns({ state, query }: Call): RestAnswer {
  const found = [...state.runs.values()]
    .filter((run) => [null, run.event].includes(query.get('event')))
    .filter((run) => [null, run.headBranch].includes(query.get('branch')))
    .toReversed();
  const runs = page(found.slice(0, 1000), query).map(toRun);
  return { status: 200, body: { total_count: found.length, workflow_runs: runs } };
}

function readRun({ state, parameters }: Call): RestAnswer {
  const run = state.runs.get(Number(parameters['run_id']));
  return run === undefined ? NOT_FOUND : { status: 200, body: toRun(run) };
}

function toRun(run: StoredRun): object {
  const body = example('workflow-run');
  return {
    ...body,
    id: run.id,
    event: run.event,
    head_sha: run.headSha,
    head_branch: run.headBranch,
    run_started_at: run.startedAt,
    run_attempt: run.attempt,
    path: run.path ?? '.github/workflows/latency.yml',
    repository: { ...(body['repository'] as object), id: REPOSITORY_ID },
    head_repository: { ...(body['head_repository'] as object), id: run.headRepositoryId },
  };
}

function listJobs({ state, parameters }: Call): RestAnswer {
  const template = (example('job-paginated')['jobs'] as readonly object[])[0] ?? {};
  const found = state.jobs.filter(
    ({ runId, attempt }) => runId === Number(parameters['run_id']) && attempt === Number(parameters['attempt_number']),
  );
  const jobs = found.map(({ name, conclusion }, index) => ({
    ...template,
    id: index + 1,
    name,
    conclusion,
    status: 'completed',
    created_at: '2026-11-21T00:00:00Z',
  }));
  return { status: 200, body: { total_count: jobs.length, jobs } };
}

function listPulls({ state, query }: Call): RestAnswer {
  const template = exampleItem('pull-request-simple-items');
  const head = query.get('head');
  const found = state.pulls
    .filter((pull) => query.get('state') !== 'open' || pull.open)
    .filter((pull) => head === null || head === `${pull.headOwner}:${pull.headBranch}`)
    .map((pull) => ({
      ...template,
      number: pull.number,
      requested_teams: [],
      state: pull.open ? 'open' : 'closed',
      head: { ...(template['head'] as object), sha: pull.headSha, ref: pull.headBranch },
      base: { ...(template['base'] as object), ref: pull.base },
    }));
  return { status: 200, body: page(found, query) };
}

function readPull({ state, parameters }: Call): RestAnswer {
  const pull = state.pulls.find(({ number }) => number === Number(parameters['pull_number']));
  if (pull === undefined) return NOT_FOUND;
  const template = example('pull-request');
  const head = template['head'] as Readonly<Record<string, object>>;
  const fullName = `${pull.headOwner}/${state.repo}`;
  const body = {
    ...template,
    number: pull.number,
    requested_teams: [],
    state: pull.open ? 'open' : 'closed',
    head: { ...head, sha: pull.headSha, ref: pull.headBranch, repo: { ...head['repo'], full_name: fullName } },
    base: { ...(template['base'] as object), ref: pull.base },
  };
  return { status: 200, body };
}

function listComments({ state, query, parameters }: Call): RestAnswer {
  const number = Number(parameters['issue_number']);
  const found = state.comments.filter((comment) => comment.pullRequest === number);
  return { status: 200, body: page(found, query).map(toComment) };
}

function createComment({ state, parameters, body }: Call): RestAnswer {
  const text = String(body['body'] ?? '');
  if (text === '' || text.length > LONGEST_COMMENT) return invalid('body is too long (maximum is 65536 characters)');
  if (state.locked.has(Number(parameters['issue_number'])))
    return { status: 403, body: { message: 'Unable to create comment because issue is locked.' } };
  const { author } = state;
  const comment: StoredComment = {
    id: state.nextId++,
    pullRequest: Number(parameters['issue_number']),
    body: text,
    author,
    createdAt: toSeconds(state.now()),
    updatedAt: toSeconds(state.now()),
  };
  state.comments.push(comment);
  return { status: 201, body: toComment(comment) };
}

function updateComment({ state, parameters, body }: Call): RestAnswer {
  const comment = state.comments.find((candidate) => candidate.id === Number(parameters['comment_id']));
  const text = String(body['body'] ?? '');
  if (comment === undefined) return NOT_FOUND;
  if (text.length > LONGEST_COMMENT) return invalid('body is too long (maximum is 65536 characters)');
  if (comment.author.login !== state.author.login) return forbidden();
  comment.body = text;
  comment.updatedAt = toSeconds(state.now());
  return { status: 200, body: toComment(comment) };
}

function deleteComment({ state, parameters }: Call): RestAnswer {
  state.comments = state.comments.filter((comment) => comment.id !== Number(parameters['comment_id']));
  return { status: 204 };
}

function toComment(comment: StoredComment): object {
  const body = example('issue-comment');
  return {
    ...body,
    id: comment.id,
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: `https://github.com/acme/models/pull/${comment.pullRequest}#issuecomment-${comment.id}`,
    user: { ...(body['user'] as object), login: comment.author.login, type: comment.author.type },
    author_association: comment.author.association,
  };
}

function createCheck({ state, body }: Call): RestAnswer {
  const refused = refuseOutput(body);
  if (refused !== undefined) return refused;
  const check: StoredCheck = {
    id: state.nextId++,
    name: String(body['name']),
    sha: String(body['head_sha']),
    status: String(body['status'] ?? 'queued'),
    conclusion: null,
    completedAt: null,
    ...(typeof body['external_id'] === 'string' ? { externalId: body['external_id'] } : {}),
    output: { title: '', summary: '', annotations: [] },
  };
  state.checks.push(check);
  applyCheck(check, body);
  return { status: 201, body: toCheck(check, state) };
}

function updateCheck({ state, parameters, body }: Call): RestAnswer {
  const check = state.checks.find((candidate) => candidate.id === Number(parameters['check_run_id']));
  if (check === undefined) return NOT_FOUND;
  if (check.status === 'completed' && body['status'] !== undefined && body['status'] !== 'completed') {
    return invalid('a completed check run cannot be reopened');
  }
  const refused = refuseOutput(body);
  if (refused !== undefined) return refused;
  applyCheck(check, body);
  return { status: 200, body: toCheck(check, state) };
}

function applyCheck(check: StoredCheck, body: Readonly<Record<string, unknown>>): void {
  if (typeof body['status'] === 'string') check.status = body['status'];
  if (typeof body['conclusion'] === 'string') check.conclusion = body['conclusion'];
  if (typeof body['completed_at'] === 'string') check.completedAt = toSeconds(new Date(body['completed_at']));
  if (body['output'] !== undefined) check.output = { ...check.output, ...(body['output'] as StoredCheck['output']) };
}

function refuseOutput(body: Readonly<Record<string, unknown>>): RestAnswer | undefined {
  const output = (body['output'] ?? {}) as { summary?: string; text?: string; annotations?: unknown[] };
  if ((output.annotations?.length ?? 0) > MOST_ANNOTATIONS) return invalid('no more than 50 annotations');
  const tooLong = [output.summary, output.text].some((text) => Buffer.byteLength(text ?? '') > LONGEST_CHECK_TEXT);
  return tooLong ? invalid('summary or text exceeds 65535 characters') : undefined;
}

/** Only apps may write checks; as an author of comments the app bears `[bot]` behind its slug. */
function toCheck(check: StoredCheck, { author }: GitHubState): object {
  const template = example('check-run-example-of-completed-conclusion');
  return {
    ...template,
    id: check.id,
    name: check.name,
    head_sha: check.sha,
    status: check.status,
    conclusion: check.conclusion,
    html_url: `https://github.com/acme/models/runs/${check.id}`,
    app: { ...(template['app'] as object), slug: author.login.replace(/\[bot\]$/, '') },
  };
}

function createStatus({ state, parameters, body }: Call): RestAnswer {
  const description = String(body['description'] ?? '');
  if (description.length > 140) return invalid('description is too long (maximum is 140 characters)');
  const status = {
    sha: parameters['sha'] ?? '',
    context: String(body['context']),
    state: String(body['state']),
    description,
    targetUrl: typeof body['target_url'] === 'string' ? body['target_url'] : null,
  };
  state.statuses.push(status);
  return { status: 201, body: describeStatus(status) };
}

/** The newest first. */
function listStatuses({ state, parameters, query }: Call): RestAnswer {
  const sha = resolve(state, parameters['ref'] ?? '');
  const found = state.statuses.filter((status) => status.sha === sha).reverse();
  return { status: 200, body: page(found, query).map(describeStatus) };
}

function describeStatus({ state, context, description, targetUrl }: StoredStatus): object {
  return { ...example('status'), state, context, description, target_url: targetUrl };
}

/** GitHub tells no fractions of a second. */
function toSeconds(moment: Date): string {
  return moment.toISOString().replace(/\.\d+Z$/, 'Z');
}

function page<T>(items: readonly T[], query: URLSearchParams): readonly T[] {
  const size = Number(query.get('per_page') ?? 30);
  const from = (Number(query.get('page') ?? 1) - 1) * size;
  return items.slice(from, from + size);
}

function invalid(message: string): RestAnswer {
  return {
    status: 422,
    body: { message: `Validation Failed: ${message}`, documentation_url: 'https://docs.github.com/rest', errors: [] },
  };
}

export function forbidden(): RestAnswer {
  return {
    status: 403,
    body: {
      message: 'Resource not accessible by integration',
      documentation_url: 'https://docs.github.com/rest',
      status: '403',
    },
  };
}
