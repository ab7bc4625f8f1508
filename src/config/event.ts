// From the event that started the workflow to what is to be done, for which commit, against which branch.

import * as z from 'zod';
import { GateError } from '../domain/errors.ts';
import type { Mode } from '../domain/outcome.ts';
import type { Origin, Trigger } from '../domain/trigger.ts';

/** What the runner says of itself, besides the event's payload. */
export interface EventFacts {
  readonly name: string;
  readonly payload: unknown;
  readonly repository: string;
  readonly sha: string;
  readonly ref: string;
  readonly serverUrl: string;
  readonly runId: number;
  readonly runAttempt: number;
  readonly workflowRef: string;
  /** Who made the event happen. */
  readonly actor: string;
  readonly step: string;
}

const Payload = z.object({
  repository: z.object({ default_branch: z.string() }).optional(),
  pull_request: z
    .object({
      number: z.number(),
      head: z.object({ sha: z.string(), ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
      base: z.object({ ref: z.string() }),
    })
    .optional(),
  merge_group: z.object({ head_sha: z.string(), head_ref: z.string(), base_ref: z.string() }).optional(),
  workflow_run: z
    .object({
      id: z.number(),
      event: z.string(),
      head_sha: z.string(),
      head_branch: z.string().nullable(),
      head_repository: z.object({ full_name: z.string() }).nullish(),
      actor: z.object({ login: z.string() }).nullish(),
    })
    .optional(),
  release: z.object({ tag_name: z.string() }).optional(),
  issue: z.object({ number: z.number(), pull_request: z.unknown().optional() }).optional(),
  action: z.string().optional(),
  deleted: z.boolean().optional(),
});
type Payload = z.infer<typeof Payload>;

type Place = Pick<Trigger, 'mode' | 'base'> & {
  readonly tag?: string;
  readonly sha: string | null;
  readonly branch: string | null;
  readonly pullRequest: number | null;
};

const HANDLED =
  'pull_request, merge_group, push, schedule, workflow_dispatch, release, workflow_run, issue_comment on a pull request';

/**
 * Throws a GateError for an event that this program must not or cannot act on. `asked`: the workflow set a mode, be it
 * one that an event can lead to or a part of a workflow.
 */
export function readTrigger(facts: EventFacts, wanted: 'auto' | Mode, asked: boolean = wanted !== 'auto'): Trigger {
  const parsed = Payload.safeParse(facts.payload);
  const payload = parsed.success ? parsed.data : {};
  // A scheduled run's payload names no repository, but it always runs on the default branch.
  const scheduled = facts.name === 'schedule' ? withoutPrefix(facts.ref) : 'main';
  const defaultBranch = payload.repository?.default_branch ?? scheduled;
  const place = locate(facts, payload, defaultBranch, asked);
  const { sha, branch, pullRequest, base } = place;
  const mode = wanted === 'auto' ? place.mode : wanted;
  if (mode === 'record' && !(RECORDING.includes(facts.name) && branch === defaultBranch))
    throw refuseRecord(facts.name, branch, defaultBranch);
  if (mode === 'release' && place.tag === undefined) throw refuseRelease(facts.name, facts.ref);
  return {
    event: facts.name,
    mode,
    commit: { sha, branch, repository: facts.repository, pullRequest },
    base: mode === 'gate' ? base : null,
    tag: mode === 'release' ? (place.tag ?? null) : null,
    defaultBranch,
    foreign: isForeign(facts, payload),
    origin: readOrigin(facts, payload),
    workflowRun: {
      id: facts.runId,
      attempt: facts.runAttempt,
      url: `${facts.serverUrl}/${facts.repository}/actions/runs/${facts.runId}`,
      workflow: workflowPath(facts.workflowRef),
      step: facts.step,
    },
  };
}

function locate(facts: EventFacts, payload: Payload, defaultBranch: string, asked: boolean): Place {
  const { pull_request: pull, merge_group: group } = payload;
  if (facts.name === 'pull_request_target') throw refuseTarget();
  if (facts.name === 'pull_request' && pull !== undefined) {
    const { sha, ref } = pull.head;
    return { mode: 'gate', sha, branch: ref, pullRequest: pull.number, base: toRef(pull.base.ref) };
  }
  if (facts.name === 'merge_group' && group !== undefined) {
    const branch = withoutPrefix(group.head_ref);
    return { mode: 'gate', sha: group.head_sha, branch, pullRequest: null, base: toRef(withoutPrefix(group.base_ref)) };
  }
  if (UNASKED.includes(facts.name) && !asked) throw refuseUnasked(facts.name);
  if (facts.name === 'issue_comment') return locateComment(payload);
  const origin = readOrigin(facts, payload);
  if (origin !== null) {
    return { mode: 'gate', sha: origin.sha, branch: origin.branch, pullRequest: null, base: toRef(defaultBranch) };
  }
  const tag = readTag(facts, payload);
  if (tag !== undefined)
    return { mode: 'release', sha: facts.sha, branch: null, pullRequest: null, base: toRef(defaultBranch), tag };
  const onBranch = facts.ref.startsWith('refs/heads/');
  if (!(RECORDING.includes(facts.name) || asked) || !onBranch || payload.deleted === true) throw refuseEvent(facts);
  const branch = withoutPrefix(facts.ref);
  const mode = branch === defaultBranch ? 'record' : 'gate';
  return { mode, sha: facts.sha, branch, pullRequest: null, base: toRef(defaultBranch) };
}

/** Events whose runs on the default branch are believed: others can be made to happen by anybody. */
const RECORDING: readonly string[] = ['push', 'schedule', 'workflow_dispatch'];

/** Events that run on the default branch, whoever makes them happen and whatever they are about. */
const UNASKED: readonly string[] = ['issue_comment', 'repository_dispatch'];

/** A comment's payload names the pull request, not its commits: GitHub is asked for them. */
function locateComment({ issue }: Payload): Place {
  if (issue?.pull_request !== undefined) {
    return { mode: 'gate', sha: null, branch: null, pullRequest: issue.number, base: null };
  }
  const message = 'The comment is on an issue, not on a pull request; there is no commit to gate.';
  const advice =
    "Give the job the condition: if: github.event.issue.pull_request && contains(github.event.comment.body, '/latency')";
  throw new GateError('unsupported-event', message, advice);
}

/** `release` events and tags that were pushed, or that a run was dispatched on. */
function readTag(facts: EventFacts, { release, action, deleted }: Payload): string | undefined {
  if (facts.name === 'release') return GONE.includes(action ?? '') ? undefined : release?.tag_name;
  const tagged = facts.ref.startsWith('refs/tags/') && ['push', 'workflow_dispatch'].includes(facts.name);
  return tagged && deleted !== true ? facts.ref.slice('refs/tags/'.length) : undefined;
}

const DEPENDABOT = 'dependabot[bot]';
const GONE = ['deleted', 'unpublished'];

function readOrigin(facts: EventFacts, { workflow_run: run }: Payload): Origin | null {
  if (facts.name !== 'workflow_run' || run === undefined) return null;
  const repository = run.head_repository?.full_name;
  const owner = (repository ?? facts.repository).split('/')[0] ?? '';
  // A fork that was deleted since has no repository any more.
  const foreign = repository !== facts.repository || run.actor?.login === DEPENDABOT;
  return { runId: run.id, event: run.event, sha: run.head_sha, branch: run.head_branch ?? '', owner, foreign };
}

/** A fork that was deleted since has no repository any more; it was a fork all the same. */
function isForeign({ actor, repository }: EventFacts, { pull_request: pull }: Payload): boolean {
  if (pull === undefined) return false;
  return actor === DEPENDABOT || (pull.head.repo !== undefined && pull.head.repo?.full_name !== repository);
}

function refuseTarget(): GateError {
  return new GateError(
    'unsupported-event',
    "pull_request_target runs with the base repository's secrets and write token; building and executing the pull " +
      "request's model there would hand both to whoever opened it.",
    'Use "on: pull_request" instead.',
  );
}

function refuseUnasked(event: string): GateError {
  const message = `The event "${event}" runs on the default branch, whatever it is about; its verdict would stand on that branch's newest commit.`;
  const advice =
    event === 'issue_comment'
      ? "Set mode to gate: a comment on a pull request is then about that pull request's head and base."
      : 'Use "on: workflow_dispatch" with the branch, or set mode to gate to gate the newest commit of the default branch.';
  return new GateError('unsupported-event', message, advice);
}

function refuseRecord(event: string, branch: string | null, defaultBranch: string): GateError {
  return new GateError(
    'invalid-input',
    `mode: found "record" on ${event} of the branch ${branch ?? '?'}; allowed: ${RECORDING.join(', ')} of the default branch, ${defaultBranch}.`,
    'Leave mode at auto: what a pull request measured must never become the baseline.',
  );
}

function refuseRelease(event: string, ref: string): GateError {
  return new GateError(
    'invalid-input',
    `mode: found "release" on ${event} of ${ref}; allowed: the event release, or a tag.`,
    'Leave mode at auto, and trigger the workflow by "on: release: types: [published]" or by the tag.',
  );
}

function refuseEvent(facts: EventFacts): GateError {
  return new GateError(
    'unsupported-event',
    `Nothing to do on the event "${facts.name}" of ${facts.ref || 'no ref'}; handled are: ${HANDLED} (of branches or tags).`,
    'Trigger the workflow by one of these.',
  );
}

function workflowPath(workflowRef: string): string {
  return workflowRef.split('@')[0]?.split('/').slice(2).join('/') ?? '';
}

/** The full name of a branch: a tag of the same name must not stand for it. */
function toRef(branch: string): string {
  return `refs/heads/${branch}`;
}

function withoutPrefix(ref: string): string {
  return ref.replace(/^refs\/heads\//, '');
}
