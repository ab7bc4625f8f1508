// What a step does once it is known what it was asked for: a mode of the gate, or a person's word on a pull request.

import type { GitHub } from '../adapters/github/client.ts';
import { GitHubPullRequests } from '../adapters/github/pull-requests.ts';
import { fail } from '../adapters/runner/actions.ts';
import { systemClock } from '../adapters/runner/machine.ts';
import { printError } from '../adapters/runner/streams.ts';
import type { AcceptRequest } from '../app/modes/accept.ts';
import { findCommentedPullRequest, findPullRequest, type PullRequestSearch } from '../app/modes/find-pull-request.ts';
import { reportsItself } from '../app/modes/hand-over-rules.ts';
import { type ReportRun, runAndReport, type StepResult } from '../app/report/run-and-report.ts';
import { type Reporting, readReporting } from '../config/config.ts';
import type { FileSettings } from '../config/file.ts';
import { encodeSettings, SETTINGS_STATE } from '../config/saved-settings.ts';
import type { Trigger } from '../domain/trigger.ts';
import type { Logger } from '../ports/machine.ts';
import { headline } from '../rendering/headline.ts';
import type { RuntimeContext } from '../wiring/context.ts';
import { wireGitHub, wireNetwork } from '../wiring/network.ts';
import { wireCheck, wireSinks } from '../wiring/sinks.ts';
import { wireArtifactStore } from '../wiring/tools.ts';
import { runAcceptMode } from './accept.ts';
import { readConfigFile } from './config-file.ts';
import { applyEarlierAcceptances, createEmptyReport, runGateMode, runHandOverMode, runReportMode } from './modes.ts';

/** A mode of the gate for what the event names, or what a person asked for. */
export type Work = { readonly mode: string; readonly event: Trigger } | { readonly asked: AcceptRequest };

/** What a step knows before it has a way to the network. */
export type StepContext = Omit<RuntimeContext, 'network'>;

/** Does it, tells it, and resolves to the exit code. */
export async function runWork(work: Work, token: string | undefined, step: StepContext): Promise<number> {
  const context = { ...step, network: wireNetwork(step.environment) };
  const result = 'asked' in work ? await runAsked(work.asked, token, context) : await runMode(work, token, context);
  if (result === undefined) return 0;
  context.log.info(headline(result.report));
  show(result, context.log);
  return result.exitCode;
}

async function runMode(
  { mode, event }: Extract<Work, { readonly mode: string }>,
  token: string | undefined,
  context: RuntimeContext,
): Promise<StepResult | undefined> {
  const github = wireGitHub(token, context.environment, context.network.fetch);
  const located = await locate(event, github);
  const trigger = 'trigger' in located ? located.trigger : event;
  const store = wireArtifactStore(trigger, github, context);
  const { reporting, file } = await readSettings(context);
  const action = { trigger, github, store, reporting, file, context };
  if (mode === 'stage' || mode === 'submit') {
    await runHandOverMode(action, mode);
    return undefined;
  }
  if (mode === 'bisect') {
    await (await import('./bisect.ts')).runBisectMode(action);
    return undefined;
  }
  if (mode === 'site') {
    // Loaded when it is asked for: a gate starts without it.
    await (await import('./site.ts')).runSiteMode(action);
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
async function runAsked(
  asked: AcceptRequest,
  token: string | undefined,
  context: RuntimeContext,
): Promise<StepResult | undefined> {
  const { environment } = context;
  const { reporting } = await readSettings(context);
  const github = wireGitHub(token, environment, context.network.fetch);
  return runAcceptMode(asked, { ...environment.github, ...environment.event }, { github, reporting, context });
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

function show({ report: { error, effects }, bug }: StepResult, log: Logger): void {
  if (bug !== undefined) printError(bug);
  if (error !== null && effects.exitCode !== 0) fail(`${error.message}\n${error.advice}`);
  else if (effects.exitCode !== 0) fail('The gate did not pass; see the report above.');
  else if (error !== null) log.warning(`${error.message} ${error.advice}`);
}
