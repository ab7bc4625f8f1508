// Where the action's report goes: check, comment, files, summary, annotations, outputs.

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { GitHubChecks } from '../adapters/github/checks.ts';
import type { GitHub } from '../adapters/github/client.ts';
import { GitHubPullRequests } from '../adapters/github/pull-requests.ts';
import { createFiles, systemClock } from '../adapters/runner/machine.ts';
import { createSectionReader } from '../app/report/sections.ts';
import { CheckSink } from '../app/report/sinks/check.ts';
import { createCommentSink } from '../app/report/sinks/comment.ts';
import { createFileSinks } from '../app/report/sinks/files.ts';
import { createAnnotationSink, createOutputSink, createSummarySink } from '../app/report/sinks/step.ts';
import type { Reporting } from '../config/config.ts';
import type { Trigger } from '../domain/trigger.ts';
import type { ArtifactStore, RunArtifacts } from '../ports/artifact-store.ts';
import type { Sink } from '../ports/sink.ts';
import { checkNameOf } from './acceptances.ts';
import type { RuntimeContext } from './context.ts';
import { wireReleaseSink, wireReleases } from './releases.ts';

export function wireCheck(
  trigger: Trigger,
  reporting: Reporting,
  github: GitHub,
  { step }: RuntimeContext,
): CheckSink | null {
  const { sha } = trigger.commit;
  if (reporting.check === 'never' || sha === null || trigger.workflowRun === null) return null;
  const name = checkNameOf(reporting);
  const checks = new GitHubChecks(github, () => systemClock.now());
  const opening = { sha, name, mark: randomUUID(), detailsUrl: trigger.workflowRun.url };
  return new CheckSink({ checks, opening, state: step });
}

export interface SinkParts {
  readonly github: GitHub;
  readonly store: ArtifactStore & RunArtifacts;
  readonly check: CheckSink | null;
  /** Whether this is the last job, which speaks for those before it. */
  readonly collects: boolean;
}

/** Every place the report goes to inside Actions, in the order in which they are written. */
export function wireSinks(
  trigger: Trigger,
  reporting: Reporting,
  parts: SinkParts,
  context: RuntimeContext,
): readonly Sink[] {
  const { environment, step } = context;
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const folder = join(environment.temporaryFolder, 'report');
  return [
    ...createFileSinks({
      files,
      folder,
      store: reporting.artifact ? parts.store : null,
      kind: parts.collects ? 'summary' : 'report',
      workflowRun: trigger.workflowRun,
    }),
    ...(trigger.tag === null || parts.collects
      ? []
      : [wireReleaseSink(wireReleases(parts.github, context), trigger.tag, context)]),
    ...wireComment(trigger, reporting, parts, context),
    ...(parts.check === null ? [] : [parts.check]),
    createAnnotationSink(step),
    ...(reporting.summary ? [createSummarySink(step)] : []),
    createOutputSink(step),
  ];
}

function wireComment(
  trigger: Trigger,
  reporting: Reporting,
  { github, store, collects }: SinkParts,
  { environment }: RuntimeContext,
): readonly Sink[] {
  const { workflowRun, commit } = trigger;
  const { pullRequest } = commit;
  if (pullRequest === null || workflowRun === null || reporting.comment === 'never') return [];
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const { key } = reporting;
  const folder = environment.temporaryFolder;
  const uploaded = collects
    ? async () => ({ sections: [], alone: false })
    : createSectionReader({ artifacts: store, runId: workflowRun.id, key, files, folder });
  const pullRequests = new GitHubPullRequests(github);
  const when = reporting.comment;
  return [createCommentSink({ pullRequests, pullRequest, workflowRun, when, uploaded, clock: systemClock })];
}
