// The sticky comment on the pull request.

import { allComparisons, type Report } from '../../domain/report.ts';
import type { WorkflowRun } from '../../domain/trigger.ts';
import type { PullRequestComment, PullRequests } from '../../ports/forge.ts';
import type { Published, Sink } from '../../ports/sink.ts';
import { commentMarker, mergeSection, parseSections, renderSection, type Section } from '../../rendering/comment.ts';

export interface CommentOptions {
  readonly pullRequests: PullRequests;
  readonly pullRequest: number;
  readonly workflowRun: WorkflowRun;
  readonly when: 'auto' | 'on-change';
}

/** Two jobs may write at the same moment; each looks again at what stands there, this many times at most. */
const MOST_TRIES = 5;

/** One comment per pull request and workflow file, updated in place. */
export function createCommentSink(options: CommentOptions): Sink {
  return { name: 'comment', publish: (report) => publishComment(report, options) };
}

async function publishComment(report: Report, options: CommentOptions): Promise<Published> {
  const { pullRequests, pullRequest, workflowRun } = options;
  const marker = commentMarker(workflowRun.workflow);
  const section = renderSection(report, workflowRun.id, workflowRun.attempt);
  let own = await pullRequests.listOwn(pullRequest, marker);
  if (own.length === 0 && options.when === 'on-change' && !isWorthAComment(report))
    return { findings: [], outputs: {} };
  for (let tries = 1; ; tries += 1) {
    const written = await write(own, section, marker, options);
    if (written === undefined) return { findings: [], outputs: { 'comment-url': own[0]?.url ?? '' } };
    own = await pullRequests.listOwn(pullRequest, marker);
    // A list that does not show what was just written yet must not lead to a second comment.
    if (own.length === 0) return { findings: [], outputs: { 'comment-url': written.url } };
    if (holds(own[0], section) || tries >= MOST_TRIES) {
      await removeOthers(own, options.pullRequests);
      return { findings: [], outputs: { 'comment-url': own[0]?.url ?? written.url } };
    }
  }
}

/** Undefined where a newer run or attempt has written already: it is never overwritten. */
async function write(
  own: readonly PullRequestComment[],
  section: Section,
  marker: string,
  { pullRequests, pullRequest }: CommentOptions,
): Promise<PullRequestComment | undefined> {
  const [oldest] = own;
  if (oldest === undefined) return pullRequests.create(pullRequest, mergeSection(marker, '', section));
  const before = parseSections(oldest.body).find((other) => other.key === section.key);
  if (before !== undefined && isNewer(before, section)) return undefined;
  return pullRequests.update(oldest.id, mergeSection(marker, oldest.body, section));
}

/** Two first comments may have been written at once; the oldest stays. */
async function removeOthers(own: readonly PullRequestComment[], pullRequests: PullRequests): Promise<void> {
  for (const comment of own.slice(1)) await pullRequests.remove(comment.id);
}

function holds(comment: PullRequestComment | undefined, section: Section): boolean {
  if (comment === undefined) return false;
  const found = parseSections(comment.body).find((other) => other.key === section.key);
  return found !== undefined && found.runId === section.runId && found.attempt === section.attempt;
}

function isNewer(a: Section, b: Section): boolean {
  return a.runId > b.runId || (a.runId === b.runId && a.attempt > b.attempt);
}

function isWorthAComment(report: Report): boolean {
  if (report.outcome !== 'pass') return true;
  return allComparisons(report).some(({ comparison }) => comparison.metric.gates && comparison.verdict !== 'unchanged');
}
