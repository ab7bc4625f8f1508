// What may be handed from a workflow without secrets to one that has them, and what is done with it there. Pure: the
// reasons stand beside each decision, so that they can be read and tested without a workflow.

import { ARTIFACT_PREFIXES } from '../../domain/artifact-name.ts';
import { GateError } from '../../domain/errors.ts';
import type { Origin, Trigger } from '../../domain/trigger.ts';
import type { RunArtifacts } from '../../ports/artifact-store.ts';
import type { StagedContents } from './receive-staged.ts';

/** A sentence for the report, and what to do about it. */
export interface Explanation {
  readonly message: string;
  readonly advice: string;
}

/** Profilers whose models are files that can be handed over. */
const STAGEABLE: ReadonlySet<string> = new Set(['local', 'command', 'embedl', 'device-farm']);

/** Profilers that execute the model on the runner itself, or beside what the runner holds. */
const EXECUTES_HERE: ReadonlySet<string> = new Set(['local', 'command']);

/** Whether the models of a profiler can be handed over at all. */
export function canStage(profiler: string): boolean {
  return STAGEABLE.has(profiler);
}

/** The error where somebody asks for it all the same. */
export function refuseStage(profiler: string): GateError {
  const allowed = [...STAGEABLE].join(', ');
  const message = `mode: found "stage" with the backend ${profiler}, whose models are not files; allowed: ${allowed}.`;
  return new GateError('invalid-input', message, 'Let a maintainer push the commit to a branch of this repository.');
}

/** What a gate without the backend's key does: it stages where that was asked for and is possible, else it skips. */
export function decideWithoutKey(
  profiler: string,
  onMissingKey: 'skip' | 'stage',
): Explanation & { readonly stages: boolean } {
  if (onMissingKey === 'stage' && canStage(profiler)) {
    return {
      stages: true,
      message: 'This workflow has no secrets, so nothing was measured in it.',
      advice: 'The model was handed to the workflow on workflow_run, which has the secrets and reports here.',
    };
  }
  return {
    stages: false,
    message: 'Pull requests from forks and by Dependabot have no secrets, so the backend cannot be reached.',
    advice: 'Nothing was measured. A maintainer can push the commit to a branch of this repository to have it gated.',
  };
}

/** What becomes of what a triggering run left. */
export type StagedDecision =
  | { readonly kind: 'measure' }
  | { readonly kind: 'judge' }
  | ({ readonly kind: 'nothing' } & Explanation);

/** Staged models are measured, records judged again. A foreign model is never executed beside this machine's secrets. */
export function decideOnStaged(
  { models, records }: Pick<StagedContents, 'models' | 'records'>,
  { profiler, runForeign }: { readonly profiler: string; readonly runForeign: boolean },
  runId: number,
): StagedDecision {
  if (models.length > 0 && EXECUTES_HERE.has(profiler) && !(profiler === 'command' && runForeign)) {
    return {
      kind: 'nothing',
      message: `The triggering run staged a model, and the backend ${profiler} would execute it beside the secrets of this workflow.`,
      advice:
        profiler === 'command'
          ? 'Set run-foreign: true if your command may measure a foreign model, or let the pull request’s own workflow measure.'
          : 'Use a device cloud here, or let the pull request’s own workflow measure.',
    };
  }
  if (models.length > 0) return { kind: 'measure' };
  if (records.length > 0) return { kind: 'judge' };
  return {
    kind: 'nothing',
    message: `The triggering run ${runId} left nothing that could be used.`,
    advice: 'Let it gate or stage a model, and keep the same comment-key here.',
  };
}

/** A comment's workflow has the secrets: why a fork's model is not executed in it; undefined where nothing is against it. */
export function refuseForeignModel(
  { event, foreign }: Pick<Trigger, 'event' | 'foreign'>,
  profiler: string,
): Explanation | undefined {
  if (event !== 'issue_comment' || !foreign || !EXECUTES_HERE.has(profiler)) return undefined;
  return {
    message: `The pull request comes from a fork, and the backend ${profiler} would execute its model beside the secrets of this workflow.`,
    advice: 'Gate it on pull_request, where there are no secrets, or use a device cloud here.',
  };
}

/** A pull request of this repository that handed nothing over has its own gate: a second check would only confuse. */
export async function reportsItself(origin: Origin | null, artifacts: Pick<RunArtifacts, 'ofRun'>): Promise<boolean> {
  if (origin === null || origin.foreign) return false;
  return (await artifacts.ofRun(origin.runId, ARTIFACT_PREFIXES.staged)).length === 0;
}
