// The action inside a workflow: from the runner's environment to an exit code. Reads, wires and conducts.

import type { GitHub } from '../adapters/github/client.ts';
import { GitHubPullRequests } from '../adapters/github/pull-requests.ts';
import { ActionsLogger, ActionsOutput, fail, mask } from '../adapters/runner/actions.ts';
import { type RunnerEnvironment, readEnvironment } from '../adapters/runner/environment.ts';
import { systemClock } from '../adapters/runner/machine.ts';
import { abortOnSignals } from '../adapters/runner/signals.ts';
import { printError } from '../adapters/runner/streams.ts';
import { findCommentedPullRequest, findPullRequest, type PullRequestSearch } from '../app/modes/find-pull-request.ts';
import { reportsItself } from '../app/modes/hand-over-rules.ts';
import { type ReportRun, runAndReport, type StepResult } from '../app/report/run-and-report.ts';

import { type AcceptEvent, readAcceptEvent } from '../config/accept-event.ts';
import { findUnknown, type Reporting, readInput, readReporting } from '../config/config.ts';
import { readTrigger } from '../config/event.ts';
import type { FileSettings } from '../config/file.ts';
import { encodeSettings, SETTINGS_STATE } from '../config/saved-settings.ts';
import { GateError } from '../domain/errors.ts';
import type { Mode } from '../domain/outcome.ts';
import type { Trigger } from '../domain/trigger.ts';
import { headline } from '../rendering/headline.ts';
import type { RuntimeContext } from '../wiring/context.ts';
import { wireGitHub, wireNetwork } from '../wiring/network.ts';
import { wireCheck, wireSinks } from '../wiring/sinks.ts';
import { wireArtifactStore } from '../wiring/tools.ts';
import { runAcceptMode } from './accept.ts';
import { readConfigFile } from './config-file.ts';
import { applyEarlierAcceptances, createEmptyReport, runGateMode, runHandOverMode, runReportMode } from './modes.ts';

/** Runs the action; resolves to the exit code and never rejects. */
export async function runAction(): Promise<number> {
  try {
    const environment = readEnvironment();
    const context: RuntimeContext = {
      environment,
      network: wireNetwork(environment),
      log: new ActionsLogger(),
      step: new ActionsOutput(),
      signal: abortOnSignals(),
      mask,
    };
    const ending = await reportAction(environment, context);
    if (ending === undefined) return 0;
    context.log.info(headline(ending.report));
    show(ending);
    return ending.exitCode;
  } catch (error) {
    // Before there is a trigger there is no commit to report on: the log and the exit code are all there is.
    fail(error instanceof GateError ? `${error.message}\n${error.advice}` : error);
    return 2;
  }
}

async function reportAction(environment: RunnerEnvironment, context: RuntimeContext): Promise<StepResult | undefined> {
  const { inputs } = environment;
  const token = readInput('github-token', inputs);
  mask(token ?? '');
  for (const name of findUnknown(inputs)) context.log.warning(`"${name}" is no input of this action and was ignored.`);
  const { github: facts, event } = environment;
  const mode = readInput('mode', inputs);
  const asked = readAcceptEvent({ ...facts, ...event }, mode, readInput('accept-label', inputs));
  if (asked !== undefined) return reportAccepted(asked, token, context);
  const read = readTrigger({ ...facts, ...event }, isRunMode(mode) ? mode : 'auto', mode !== 'auto');
  if (read.tag !== null && DETACHED.includes(mode)) throw refuseDetached(mode);
  const github = wireGitHub(token, environment, context.network.fetch);
  const located = await locate(read, github);
  const trigger = 'trigger' in located ? located.trigger : read;
  const store = wireArtifactStore(trigger, github, context);
  const { reporting, file } = await readSettings(context);
  const action = { trigger, github, store, reporting, file, context };
  if (mode === 'stage' || mode === 'submit') {
    await runHandOverMode(action, mode);
    return undefined;
  }
  if (await reportsItself(trigger.origin, store)) {
    context.log.info('The pull request is of this repository and handed nothing over: its own workflow reports.');
    return undefined;
  }
  const collects = mode === 'report';
  const check = wireCheck(trigger, reporting, github, context);
  const sinks = wireSinks(trigger, reporting, { github, store, check, collects }, context);
  const conductor = toReportRun(trigger, reporting, { check, sinks }, context);
  const empty = createEmptyReport(conductor.info);
  const perform = async () => {
    if ('refusal' in located) return empty(located.outcome, located.refusal, 'Nothing was measured or judged.');
    if (collects) return runReportMode(action);
    return applyEarlierAcceptances(await runGateMode(action, mode, empty), action);
  };
  return runAndReport(perform, conductor);
}

/** A person's word on a pull request; nothing is measured. */
async function reportAccepted(
  asked: AcceptEvent,
  token: string | undefined,
  context: RuntimeContext,
): Promise<StepResult | undefined> {
  const { environment, log } = context;
  if (asked.kind === 'nothing') {
    log.info(asked.why);
    return undefined;
  }
  const { reporting } = await readSettings(context);
  const github = wireGitHub(token, environment, context.network.fetch);
  return runAcceptMode(asked, { ...environment.github, ...environment.event }, { github, reporting, context });
}

const DETACHED: readonly string[] = ['submit', 'collect'];

/** What a release is compared with, and where it is kept, is decided in one step. */
function refuseDetached(mode: string): GateError {
  const message = `mode: found "${mode}" on a release; allowed: on pull requests and branches.`;
  return new GateError('invalid-input', message, 'Leave mode at auto for releases.');
}

/** Modes that an event can lead to as well; the others are parts of a workflow, whose commit the event names. */
function isRunMode(mode: string): mode is Mode {
  return mode === 'gate' || mode === 'record' || mode === 'release';
}

/** Payloads of `workflow_run` do not name a fork's pull request, those of `issue_comment` not its commits. */
async function locate(trigger: Trigger, github: GitHub): Promise<PullRequestSearch> {
  if (trigger.event === 'issue_comment') return findCommentedPullRequest(trigger, new GitHubPullRequests(github));
  return trigger.origin === null
    ? { trigger }
    : findPullRequest(trigger, trigger.origin, new GitHubPullRequests(github));
}

/** The reporting part of the settings; where the rest of them is broken, its defaults, so that the error is shown. */
async function readSettings({
  environment,
  step,
}: RuntimeContext): Promise<{ reporting: Reporting; file: () => Promise<FileSettings> }> {
  const settings = readConfigFile(environment.inputs, environment);
  const file = () => settings;
  const known = await settings.catch(() => undefined);
  if (known !== undefined) step.save(SETTINGS_STATE, encodeSettings(known));
  return { reporting: readReporting(environment.inputs, known, 'lenient'), file };
}

/** What is written even in the seconds after a cancellation: the check, and the outputs that later steps read. */
const URGENT: readonly string[] = ['check', 'outputs'];

function toReportRun(
  trigger: Trigger,
  reporting: Reporting,
  parts: Pick<ReportRun, 'check' | 'sinks'>,
  { log, signal }: RuntimeContext,
): ReportRun {
  const { mode, commit, workflowRun } = trigger;
  const { failOn, key } = reporting;
  return {
    info: { mode, failOn, commit, runUrl: workflowRun?.url ?? null, key },
    ...parts,
    urgentSinks: parts.sinks.filter(({ name }) => URGENT.includes(name)),
    now: () => systemClock.now(),
    log,
    signal,
  };
}

function show({ report: { error, effects }, bug }: StepResult): void {
  if (bug !== undefined) printError(bug);
  if (error !== null && effects.exitCode !== 0) fail(`${error.message}\n${error.advice}`);
  else if (effects.exitCode !== 0) fail('The gate did not pass; see the report above.');
}
