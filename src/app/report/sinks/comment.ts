// The sticky comment on the pull request: one for each workflow file, into which all jobs of a workflow run report.
//
// Jobs of a matrix write at the same moment, and reading, changing and writing one comment loses updates. So every job
// has uploaded its section as an artifact before it comes here; it writes, lists and reads again, until the comment
// holds all sections that are listed. The last job to do so sees them all.

import { isPassing } from '../../../domain/errors.ts';
import { allComparisons, type Report } from '../../../domain/report.ts';
import type { Section } from '../../../domain/section.ts';
import type { WorkflowRun } from '../../../domain/trigger.ts';
import type { PullRequestComment, PullRequests } from '../../../ports/forge.ts';
import type { Clock } from '../../../ports/machine.ts';
import type { Sink, SinkResult } from '../../../ports/sink.ts';
import {
  commentMarker,
  newestSections,
  noteAbove,
  parseSections,
  placeOf,
  renderComment,
  renderSection,
} from '../../../rendering/comment.ts';
import type { UploadedSections } from '../sections.ts';

export interface CommentOptions {
  readonly pullRequests: PullRequests;
  readonly pullRequest: number;
  readonly workflowRun: WorkflowRun;
  readonly when: 'auto' | 'on-change';
  /**
   * The sections that jobs of this workflow run have uploaded so far; none where artifacts cannot be had. `ownName`:
   * also the one under our own name, which is another job's where the key is shared.
   */
  readonly uploaded: (ownName: boolean) => Promise<UploadedSections>;
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
  const section = renderSection(report, workflowRun);
  let own = await pullRequests.listOwn(pullRequest, marker);
  if (own.length === 0 && options.when === 'on-change' && !isWorthAComment(report)) return nothing();
  if (standing(own).some((other) => isNewer(other, section))) return nothing(own[0]?.url);
  const sharesKey = report.findings.some(({ code }) => code === 'key-shared');
  let wanted: readonly Section[] = [section];
  for (let tries = 1; ; tries += 1) {
    const written = await write(own[0], newestSections([...standing(own), ...wanted]), options);
    const { sections, alone } = await options.uploaded(sharesKey);
    // Whoever uploads after this reads the comment after that, and so finds what is in it now.
    if (alone && own.length <= 1) return nothing(written.url);
    wanted = [...sections, section];
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

/** In place of our comment, under the note that a person put above it; anew where there is none, or none any more. */
async function write(
  oldest: PullRequestComment | undefined,
  sections: readonly Section[],
  { pullRequests, pullRequest, workflowRun }: CommentOptions,
): Promise<PullRequestComment> {
  const marker = commentMarker(workflowRun.workflow);
  const body = renderComment(marker, sections, noteAbove(oldest?.body ?? '', marker));
  const updated = oldest === undefined ? undefined : await pullRequests.update(oldest.id, body);
  if (updated !== undefined) return updated;
  try {
    return await pullRequests.create(pullRequest, body);
  } catch (error) {
    // Not answered is not refused: a comment that was made all the same must not be made again by the next gate.
    const made = isPassing(error) ? (await pullRequests.listOwn(pullRequest, marker))[0] : undefined;
    if (made === undefined) throw error;
    return made;
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
  return newestSections([...held, ...wanted]).every((section) =>
    held.some(
      (other) =>
        placeOf(other) === placeOf(section) && other.runId === section.runId && other.attempt === section.attempt,
    ),
  );
}

/** A later workflow run is about a later commit, whatever the key. */
function isNewer(a: Section, b: Section): boolean {
  return a.runId > b.runId || (a.runId === b.runId && placeOf(a) === placeOf(b) && a.attempt > b.attempt);
}

function isWorthAComment(report: Report): boolean {
  if (report.outcome !== 'pass') return true;
  return allComparisons(report).some(({ comparison }) => comparison.metric.gates && comparison.verdict !== 'unchanged');
}
