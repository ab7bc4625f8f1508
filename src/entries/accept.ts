// Mode accept: a person's word on a pull request, and a new check. Wires and calls; decides nothing.

import type { GitHub } from '../adapters/github/client.ts';
import { createFiles, systemClock } from '../adapters/runner/machine.ts';
import { type AcceptRequest, acceptReport } from '../app/modes/accept.ts';
import { runAndReport, type StepResult } from '../app/report/run-and-report.ts';
import type { Reporting } from '../config/config.ts';
import type { EventFacts } from '../config/event.ts';
import type { Trigger } from '../domain/trigger.ts';
import { checkNameOf, wireAcceptances } from '../wiring/acceptances.ts';
import type { RuntimeContext } from '../wiring/context.ts';
import { wireCheck, wireSinks } from '../wiring/sinks.ts';
import { wireArtifactStore } from '../wiring/tools.ts';

/** Undefined where there is nothing to decide; the log says why. */
export async function runAcceptMode(
  request: AcceptRequest,
  facts: EventFacts,
  { github, reporting, context }: { github: GitHub; reporting: Reporting; context: RuntimeContext },
): Promise<StepResult | undefined> {
  const { environment, log, signal } = context;
  const folder = environment.temporaryFolder;
  const files = createFiles(folder, environment.workspace);
  const before = toTrigger(facts, null);
  const tools = wireAcceptances(github, wireArtifactStore(before, github, context), before.defaultBranch);
  const { key, failOn } = reporting;
  const task = { request, key, failOn, checkName: checkNameOf(reporting) };
  const result = await acceptReport(task, { ...tools, files, folder });
  if ('nothing' in result) {
    log.info(result.nothing);
    return undefined;
  }
  const { report, run, step, workflowRunId } = result;
  // The comment's section is the measuring run's, and takes the place of what that run wrote.
  const made = { id: workflowRunId, attempt: run.attempt, workflow: run.workflow, url: report.runUrl ?? '', step };
  const trigger: Trigger = { ...toTrigger(facts, report.commit), workflowRun: made };
  const check = wireCheck(trigger, reporting, github, context);
  const store = wireArtifactStore(trigger, github, context);
  // The reports of the measuring run stay the evidence: nothing is uploaded beside them.
  const shown = { ...reporting, artifact: false };
  const sinks = wireSinks(trigger, shown, { github, store, check, collects: false }, context);
  return runAndReport(async () => report, {
    info: { mode: 'gate', failOn, commit: report.commit, runUrl: report.runUrl, key },
    check,
    sinks,
    urgentSinks: check === null ? [] : [check],
    now: () => systemClock.now(),
    log,
    signal,
  });
}

const NOWHERE = { sha: null, branch: null, repository: null, pullRequest: null } as const;

function toTrigger({ name, payload, runId, runAttempt, step }: EventFacts, commit: Trigger['commit'] | null): Trigger {
  return {
    event: name,
    mode: 'gate',
    commit: commit ?? NOWHERE,
    base: null,
    tag: null,
    defaultBranch: defaultBranchOf(payload),
    foreign: false,
    origin: null,
    workflowRun: { id: runId, attempt: runAttempt, url: '', workflow: '', step },
  };
}

function defaultBranchOf(payload: unknown): string {
  const { repository } = (payload ?? {}) as { readonly repository?: { readonly default_branch?: unknown } };
  return typeof repository?.default_branch === 'string' ? repository.default_branch : 'main';
}
