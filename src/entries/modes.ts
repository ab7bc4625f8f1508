// What one step of a workflow does, by mode: from the settings to a report. Wires and calls; decides nothing.

import type { GitHub } from '../adapters/github/client.ts';
import { GitHubCommits } from '../adapters/github/commits.ts';
import { mask } from '../adapters/runner/actions.ts';
import { createFiles, systemClock } from '../adapters/runner/machine.ts';
import type { SubmittedJobs } from '../app/measure/start.ts';
import { checkTickets } from '../app/modes/check-tickets.ts';
import { runGate } from '../app/modes/gate.ts';
import {
  canStage,
  decideOnStaged,
  decideWithoutKey,
  refuseForeignModel,
  refuseStage,
} from '../app/modes/hand-over-rules.ts';
import { judgeRecords } from '../app/modes/judge-records.ts';
import { layerStores } from '../app/modes/layered-store.ts';
import { downgradeIfIncomplete, receiveStaged, type StagedContents } from '../app/modes/receive-staged.ts';
import { runRelease } from '../app/modes/release.ts';
import { collectReports } from '../app/modes/report.ts';
import { stageModels } from '../app/modes/stage.ts';
import { submitJobs } from '../app/modes/submit.ts';
import { acceptAgain } from '../app/report/acceptances.ts';
import { describeError } from '../app/report/publish.ts';
import { emptyReport, type RunInfo } from '../app/report/run-and-report.ts';
import type { Tools } from '../app/tools.ts';
import { type Config, parseConfig, type Reporting, readInput } from '../config/config.ts';
import type { FileSettings } from '../config/file.ts';
import { isPassing } from '../domain/errors.ts';
import type { Report } from '../domain/report.ts';
import type { Origin, Trigger } from '../domain/trigger.ts';
import { encodeTickets } from '../formats/tickets.ts';
import type { ArtifactStore, RunArtifacts } from '../ports/artifact-store.ts';
import { checkNameOf, wireAcceptances } from '../wiring/acceptances.ts';
import { wireInspector } from '../wiring/backends.ts';
import type { RuntimeContext } from '../wiring/context.ts';
import { allKeys, isKeyMissing } from '../wiring/keys.ts';
import { wireLastRelease, wireReleaseParts, wireReleases } from '../wiring/releases.ts';
import { toTask, wireTools } from '../wiring/tools.ts';

/** Everything that a mode is wired from. */
export interface ActionContext {
  readonly trigger: Trigger;
  readonly github: GitHub;
  readonly store: ArtifactStore & RunArtifacts;
  readonly reporting: Reporting;
  readonly file: () => Promise<FileSettings>;
  readonly context: RuntimeContext;
}

/** A report without a verdict, and why. */
export type EmptyReport = (outcome: 'skipped' | 'inconclusive', message: string, advice: string) => Report;

export function createEmptyReport(info: RunInfo): EmptyReport {
  return (outcome, message, advice) =>
    emptyReport(outcome, { code: 'not-permitted', message, advice }, { info, now: () => systemClock.now() });
}

/** `gate`, `record`, `release`, and `collect`, which goes on with what another job submitted. */
export async function runGateMode(action: ActionContext, mode: string, empty: EmptyReport): Promise<Report> {
  const { trigger, context } = action;
  const { environment } = context;
  const config = await readConfig(action, mode === 'collect' || trigger.origin !== null ? 'handed over' : 'needed');
  const refusal = refuseForeignModel(trigger, config.profiler);
  if (refusal !== undefined) return empty('inconclusive', refusal.message, refusal.advice);
  if (trigger.foreign && isKeyMissing(config, environment)) return runWithoutKey(config, action, empty);
  if (trigger.origin !== null) return runForOrigin(config, trigger.origin, action, empty);
  if (trigger.mode === 'release') return runReleaseMode(config, action);
  const tools = await toTools(config, action);
  if (mode !== 'collect') return runGate(toTask(config, trigger), tools);
  const text = readInput('tickets', environment.inputs);
  const { trouble, ...handed } = checkTickets(text, trigger.commit.sha, (await action.file()).digest);
  if (trouble !== null) return empty('inconclusive', trouble, 'Nothing was submitted; run the workflow again later.');
  return runGate(toTask(config, trigger), tools, handed);
}

/** What people accepted of this very commit before; where that cannot be told, the report stays as it is. */
export async function applyEarlierAcceptances(report: Report, action: ActionContext): Promise<Report> {
  const { trigger, github, store, reporting, context } = action;
  const wanted = { failOn: reporting.failOn, checkName: checkNameOf(reporting) };
  try {
    return await acceptAgain(report, wanted, wireAcceptances(github, store, trigger.defaultBranch));
  } catch (error) {
    context.log.warning(`Whether somebody accepted this before could not be told: ${describeError(error)}`);
    return report;
  }
}

/** What the last job of a workflow does; it needs no model and no backend. */
export async function runReportMode({ trigger, reporting, store, context }: ActionContext): Promise<Report> {
  const { workflowRun } = trigger;
  const { temporaryFolder: folder, workspace } = context.environment;
  if (workflowRun === null) throw new Error('a report outside of a workflow run');
  const files = createFiles(folder, workspace);
  const { failOn, key } = reporting;
  return collectReports({ trigger, workflowRun, failOn, key }, { artifacts: store, files, folder, clock: systemClock });
}

/** `stage` and `submit`: no report, only what a later job or workflow goes on with. */
export async function runHandOverMode(action: ActionContext, mode: 'stage' | 'submit'): Promise<void> {
  const config = await readConfig(action, 'needed');
  if (mode === 'stage') {
    if (!canStage(config.profiler)) throw refuseStage(config.profiler);
    return stageFor(config, action);
  }
  const { step, log, environment } = action.context;
  if (action.trigger.foreign && isKeyMissing(config, environment)) {
    log.info('Pull requests from forks and by Dependabot have no secrets: nothing was submitted.');
    return;
  }
  const { trouble, ...handed } = await submit(config, action);
  const settings = (await action.file()).digest;
  step.setOutput('tickets', encodeTickets({ commit: action.trigger.commit.sha, settings, trouble, ...handed }));
  if (trouble !== null) log.warning(trouble);
  log.info(`Submitted ${handed.jobs.length} jobs. A job in mode collect goes on with the output "tickets".`);
}

/** Trouble that may pass is for the job that collects to report: a red one here would keep it from running. */
async function submit(
  config: Config,
  action: ActionContext,
): Promise<SubmittedJobs & { readonly trouble: string | null }> {
  try {
    return { ...(await submitJobs(toTask(config, action.trigger), await toTools(config, action))), trouble: null };
  } catch (error) {
    if (!isPassing(error)) throw error;
    return { models: [], jobs: [], trouble: error.message };
  }
}

async function readConfig({ file, context }: ActionContext, models: 'needed' | 'handed over'): Promise<Config> {
  const { environment } = context;
  const config = parseConfig(environment.inputs, await file(), models);
  for (const key of allKeys(config, environment)) mask(key);
  for (const sentence of config.idle) context.log.warning(sentence);
  return config;
}

async function runReleaseMode(config: Config, action: ActionContext): Promise<Report> {
  const { trigger, github, reporting, context } = action;
  const parts = await wireReleaseParts(wireReleases(github, context), trigger, reporting, context);
  const tools = await toTools(config, action);
  return runRelease(toTask(config, trigger), { ...tools, store: layerStores(parts.store, tools.store) }, parts);
}

async function toTools(config: Config, { trigger, store, github, reporting, context }: ActionContext): Promise<Tools> {
  const drifts = trigger.mode === 'record';
  const lastRelease = drifts ? await wireLastRelease(wireReleases(github, context), reporting, context) : null;
  return wireTools(config, trigger, { store, commits: new GitHubCommits(github), lastRelease }, context);
}

async function stageFor(config: Config, { trigger, store, context }: ActionContext): Promise<void> {
  const { environment, log } = context;
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const tools = { inspector: wireInspector(config, context), store, files };
  const names = await stageModels(toTask(config, trigger), tools);
  log.info(`Staged ${names.join(', ')}. A workflow on workflow_run goes on with it.`);
}

async function runWithoutKey(config: Config, action: ActionContext, empty: EmptyReport): Promise<Report> {
  const { stages, message, advice } = decideWithoutKey(config.profiler, config.onMissingKey);
  if (stages) await stageFor(config, action);
  return empty('skipped', message, advice);
}

/** `workflow_run`: what the triggering run left. */
async function runForOrigin(
  config: Config,
  origin: Origin,
  action: ActionContext,
  empty: EmptyReport,
): Promise<Report> {
  const staged = await receiveFor(config, origin, action);
  const decision = decideOnStaged(
    staged,
    { profiler: config.profiler, runForeign: config.program?.runForeign === true },
    origin.runId,
  );
  const task = toTask(config, action.trigger);
  const report =
    decision.kind === 'nothing'
      ? empty('inconclusive', decision.message, decision.advice)
      : decision.kind === 'measure'
        ? await runGate({ ...task, models: staged.models }, await toTools(config, action))
        : await judgeRecords(staged.records, task, await toTools(config, action));
  return downgradeIfIncomplete(report, staged, task.failOn);
}

function receiveFor(
  config: Config,
  origin: Origin,
  { reporting, store, context }: ActionContext,
): Promise<StagedContents> {
  const { environment } = context;
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const expected = { key: reporting.key, models: config.models };
  return receiveStaged(origin, expected, { artifacts: store, files, inspector: wireInspector(config, context) });
}
