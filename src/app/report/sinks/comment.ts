// The sticky comment on the pull request: one for each workflow file, into which all jobs of a workflow run report.
//
// Jobs of a matrix write at the same moment, and reading, changing and writing one comment loses updates. So every job
// has uploaded its section as an artifact before it comes here; it writes, lists and reads again, until the comment
// holds all sections that are listed. The last job to do so sees them all.

import { allComparisons, type Report } from '../../../domain/report.ts';
import type { Section } from '../../../domain/section.ts';
import type { WorkflowRun } from '../../../domain/trigger.ts';
import type { PullRequestComment, PullRequests } from '../../../ports/forge.ts';
import type { Clock } from '../../../ports/machine.ts';
import type { Sink, SinkResult } from '../../../ports/sink.ts';
import {
  commentMarker,
  newestSections,
  parseSections,
  renderComment,
  renderSection,
} from '../../../rendering/comment.ts';

export interface CommentOptions {
  readonly pullRequests: PullRequests;
  readonly pullRequest: number;
  readonly workflowRun: WorkflowRun;
  readonly when: 'auto' | 'on-change';
  /** The sections that jobs of this workflow run have uploaded so far; none where artifacts cannot be had. */
  readonly uploaded: () => Promise<readonly Section[]>;
  readonly clock: Clock;
}

/** Each time another job's write was lost it is written again; after so many times something else is wrong. */
const MOST_TRIES = 30;
const LONGEST_PAUSE_MS = 1000;

/** One comment per pull request and workflow file, updated in place. */
export function createCommentSink(options: CommentOptions): Sink {
  return { name: 'comment', publish: (report) => publishComment(report, options) };
}

async function publishComment(report: Report, options: CommentOptions): Promise<SinkResult> {
  const { pullRequests, pullRequest, workflowRun, clock } = options;
  const marker = commentMarker(workflowRun.workflow);
  const section = renderSection(report, workflowRun.id, workflowRun.attempt);
  let own = await pullRequests.listOwn(pullRequest, marker);
  if (own.length === 0 && options.when === 'on-change' && !isWorthAComment(report)) return nothing();
  if (standing(own).some((other) => isNewer(other, section))) return nothing(own[0]?.url);
  let wanted: readonly Section[] = [section];
  for (let tries = 1; ; tries += 1) {
    const body = renderComment(marker, newestSections([...standing(own), ...wanted]));
    const [oldest] = own;
    const written =
      oldest === undefined ? await pullRequests.create(pullRequest, body) : await pullRequests.update(oldest.id, body);
    wanted = [...(await options.uploaded()), section];
    own = await pullRequests.listOwn(pullRequest, marker);
    // A list that does not show what was just written yet must not lead to a second comment.
    if (own.length === 0) return nothing(written.url);
    if (holdsAll(own[0], wanted) || tries >= MOST_TRIES) {
      await removeOthers(own, pullRequests);
      return nothing(own[0]?.url);
    }
    await clock.sleep((LONGEST_PAUSE_MS * tries) / MOST_TRIES);
  }
}

function nothing(url?: string): SinkResult {
  return { findings: [], outputs: url === undefined ? {} : { 'comment-url': url } };
}

/** What the comment holds now; where two were made at once, both count. */
function standing(own: readonly PullRequestComment[]): readonly Section[] {
  return own.flatMap(({ body }) => parseSections(body));
}

/** Two first comments may have been written at once; the oldest stays. */
async function removeOthers(own: readonly PullRequestComment[], pullRequests: PullRequests): Promise<void> {
  for (const comment of own.slice(1)) await pullRequests.remove(comment.id);
}

/** Whether the comment shows each wanted section, or one that has replaced it. */
function holdsAll(comment: PullRequestComment | undefined, wanted: readonly Section[]): boolean {
  const held = comment === undefined ? [] : parseSections(comment.body);
  return newestSections([...held, ...wanted]).every(({ key, runId, attempt }) =>
    held.some((other) => other.key === key && other.runId === runId && other.attempt === attempt),
  );
}

/** A later workflow run is about a later commit, whatever the key. */
function isNewer(a: Section, b: Section): boolean {
  return a.runId > b.runId || (a.runId === b.runId && a.key === b.key && a.attempt > b.attempt);
}

function isWorthAComment(report: Report): boolean {
  if (report.outcome !== 'pass') return true;
  return allComparisons(report).some(({ comparison }) => comparison.metric.gates && comparison.verdict !== 'unchanged');
}
