// What a run of ours says of itself in its params, so that it is found by the hub's filters. Pure.

import type { JobStart, RunStart } from '../../ports/tracker.ts';
import { fitName, fitValue } from './limits.ts';
import type { RunDetail } from './schema.ts';

/** Before all names that are not the official client's. */
export const OURS = 'latency_gate.';
/** The tag that says what `$latency` is: of version 0.1, which had none, it is the sum over the operators. */
export const STATISTIC_TAG = `${OURS}latency_statistic`;

export type Facts = Readonly<Record<string, string>>;
export interface Param {
  readonly name: string;
  readonly value: string;
}

export interface RunPlace {
  readonly repository: string | null;
  readonly key: string;
  readonly workflowRun: string;
  readonly attempt: string;
}

/** Facts by which a model's run is sought. */
export function toSearch(
  start: Pick<RunStart, 'mode'> & { readonly modelName: string },
  { repository, key }: RunPlace,
): Facts {
  return { mode: start.mode, model: start.modelName, repository: repository ?? '', key };
}

/** Everything that a model's run says of itself. */
export function toRunFacts(start: RunStart, place: RunPlace): Facts {
  const { mode, model, commit } = start;
  return {
    ...toSearch({ mode, modelName: model.name }, place),
    commit: commit.sha ?? '',
    branch: commit.branch ?? '',
    pull_request: commit.pullRequest === null ? '' : String(commit.pullRequest),
    sha256: model.sha256,
    size_bytes: String(model.sizeBytes),
    format: model.format,
    workflow_run: place.workflowRun,
    attempt: place.attempt,
    devices: start.devices.join(', '),
  };
}

/** A job's run: whose it is, and, where another process could go on with it, how. */
export function toJobFacts(parent: string, { ticket, side, model, against = '' }: JobStart, resumable: boolean): Facts {
  return {
    parent,
    side,
    sha256: model.sha256,
    against,
    profiler: ticket.profiler,
    device: ticket.device,
    upload: ticket.handle,
    ticket: resumable ? ticket.id : '',
  };
}

/** As params; what is empty is left out. */
export function toParams(facts: Facts): readonly Param[] {
  return Object.entries(facts).flatMap(([name, text]) => {
    const value = fitValue(text);
    return value === undefined ? [] : [{ name: fitName(OURS + name), value }];
  });
}

/** A fact of a run: from its params, or from its tags, where version 0.1 kept them. Empty where it says nothing. */
export function factOf(run: RunDetail, name: string): string {
  const named = (values: RunDetail['params']) => values.find((value) => value.name === OURS + name)?.value;
  return String(named(run.params) ?? named(run.tags) ?? '');
}
