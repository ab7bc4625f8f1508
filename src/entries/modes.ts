// What one step of a workflow does, by mode and event: from the settings to a report. Wires and calls; decides nothing
// about models.

import type { GitHub } from '../adapters/github/client.ts';
import { GitHubCommits } from '../adapters/github/commits.ts';
import { mask } from '../adapters/runner/actions.ts';
import { createFiles, systemClock } from '../adapters/runner/machine.ts';
import type { SubmittedJobs } from '../app/measure/start.ts';
import { runGate } from '../app/modes/gate.ts';
import { judgeRecords } from '../app/modes/judge-records.ts';
import { layerStores } from '../app/modes/layered-store.ts';
import { downgradeIfIncomplete, receiveStaged, type StagedContents } from '../app/modes/receive-staged.ts';
import { runRelease } from '../app/modes/release.ts';
import { collectReports } from '../app/modes/report.ts';
import { stageModels } from '../app/modes/stage.ts';
import { submitJobs } from '../app/modes/submit.ts';
import { emptyReport, type RunInfo } from '../app/report/run-and-report.ts';
import type { Tools } from '../app/tools.ts';
import { type Config, parseConfig, type Reporting, readInput } from '../config/config.ts';
import type { FileSettings } from '../config/file.ts';
import { ARTIFACT_PREFIXES } from '../domain/artifact-name.ts';
import { GateError, isPassing } from '../domain/errors.ts';
import type { Report } from '../domain/report.ts';
import type { Origin, Trigger } from '../domain/trigger.ts';
import { decodeTickets, encodeTickets, type Tickets } from '../formats/tickets.ts';
import type { ArtifactStore, RunArtifacts } from '../ports/artifact-store.ts';
import { wireInspector } from '../wiring/backends.ts';
import type { RuntimeContext } from '../wiring/context.ts';
import { isKeyMissing } from '../wiring/embedl.ts';
import { wireLastRelease, wireReleaseParts, wireReleases } from '../wiring/releases.ts';
import { toTask, wireTools } from '../wiring/tools.ts';

/** Everything a performance is made of. */
export interface ActionContext {
  readonly trigger: Trigger;
  readonly github: GitHub;
  readonly store: ArtifactStore & RunArtifacts;
  readonly reporting: Reporting;
  readonly file: () => Promise<FileSettings>;
  readonly surroundings: RuntimeContext;
}

/** A report without a verdict, and why. */
export type EmptyReport = (outcome: 'skipped' | 'inconclusive', message: string, advice: string) => Report;

export function createEmptyReport(info: RunInfo): EmptyReport {
  return (outcome, message, advice) =>
    emptyReport(outcome, { code: 'not-permitted', message, advice }, { info, now: () => systemClock.now() });
}

/** `gate`, `record`, `release`, and `collect`, which goes on with what another job submitted. */
export async function runGateMode(given: ActionContext, mode: string, empty: EmptyReport): Promise<Report> {
  const { trigger, surroundings } = given;
  const { environment } = surroundings;
  const config = await readConfig(given, mode === 'collect' || trigger.origin !== null ? 'handed over' : 'needed');
  if (trigger.foreign && isKeyMissing(config, environment)) return runWithoutKey(config, given, empty);
  if (trigger.origin !== null) return runForOrigin(config, trigger.origin, given, empty);
  if (trigger.mode === 'release') return runReleaseMode(config, given);
  const tools = await toTools(config, given);
  if (mode !== 'collect') return runGate(toTask(config, trigger), tools);
  const { trouble, ...handed } = await readTickets(given);
  if (trouble !== null) return empty('inconclusive', trouble, 'Nothing was submitted; run the workflow again later.');
  return runGate(toTask(config, trigger), tools, handed);
}

/** What the last job of a workflow does; it needs no model and no backend. */
export async function runReportMode({ trigger, reporting, store, surroundings }: ActionContext): Promise<Report> {
  const { workflowRun } = trigger;
  const { temporaryFolder: folder, workspace } = surroundings.environment;
  if (workflowRun === null) throw new Error('a report outside of a workflow run');
  const files = createFiles(folder, workspace);
  const { failOn, key } = reporting;
  return collectReports({ trigger, workflowRun, failOn, key }, { artifacts: store, files, folder, clock: systemClock });
}

/** `stage` and `submit`: no report, only what a later job or workflow goes on with. */
export async function runHandOverMode(given: ActionContext, mode: 'stage' | 'submit'): Promise<void> {
  const config = await readConfig(given, 'needed');
  if (mode === 'stage') {
    if (!isStageable(config)) throw refuseStage(config.profiler);
    return stageFor(config, given);
  }
  const { step, log, environment } = given.surroundings;
  if (given.trigger.foreign && isKeyMissing(config, environment)) {
    log.info('Pull requests from forks and by Dependabot have no secrets: nothing was submitted.');
    return;
  }
  const { trouble, ...handed } = await submit(config, given);
  const settings = (await given.file()).digest;
  step.setOutput('tickets', encodeTickets({ commit: given.trigger.commit.sha, settings, trouble, ...handed }));
  if (trouble !== null) log.warning(trouble);
  log.info(`Submitted ${handed.jobs.length} jobs. A job in mode collect goes on with the output "tickets".`);
}

/** Trouble that may pass is for the job that collects to report: a red one here would keep it from running. */
async function submit(
  config: Config,
  given: ActionContext,
): Promise<SubmittedJobs & { readonly trouble: string | null }> {
  try {
    return { ...(await submitJobs(toTask(config, given.trigger), await toTools(config, given))), trouble: null };
  } catch (error) {
    if (!isPassing(error)) throw error;
    return { models: [], jobs: [], trouble: error.message };
  }
}

async function readConfig({ file, surroundings }: ActionContext, models: 'needed' | 'handed over'): Promise<Config> {
  const { environment } = surroundings;
  const config = parseConfig(environment.inputs, await file(), models);
  for (const { apiKey } of Object.values(config.access)) mask(apiKey ?? environment.embedl.apiKey);
  return config;
}

async function runReleaseMode(config: Config, given: ActionContext): Promise<Report> {
  const { trigger, github, reporting, surroundings } = given;
  const parts = await wireReleaseParts(wireReleases(github, surroundings), trigger, reporting, surroundings);
  const tools = await toTools(config, given);
  return runRelease(toTask(config, trigger), { ...tools, store: layerStores(parts.store, tools.store) }, parts);
}

async function toTools(
  config: Config,
  { trigger, store, github, reporting, surroundings }: ActionContext,
): Promise<Tools> {
  const drifts = trigger.mode === 'record';
  const lastRelease = drifts
    ? await wireLastRelease(wireReleases(github, surroundings), reporting, surroundings)
    : null;
  return wireTools(config, trigger, { store, commits: new GitHubCommits(github), lastRelease }, surroundings);
}

async function readTickets({ trigger, surroundings, file }: ActionContext): Promise<Tickets> {
  const text = readInput('tickets', surroundings.environment.inputs);
  const advice = 'Pass the output "tickets" of the job in mode submit: needs.<job>.outputs.tickets.';
  const refuse = (what: string, how = advice, cause?: unknown) =>
    new GateError('invalid-input', `tickets: ${what}.`, how, cause);
  if (text === undefined) throw refuse('nothing was given, but mode is collect');
  let tickets: Tickets;
  try {
    tickets = decodeTickets(text);
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error), advice, error);
  }
  const { sha } = trigger.commit;
  if (tickets.commit !== sha) {
    throw refuse(`found tickets of the commit ${tickets.commit ?? '?'}; this job is about ${sha ?? '?'}`);
  }
  if (tickets.settings !== (await file()).digest) {
    const how =
      'Check the repository out in this job as well, at the same commit: limits and waivers stand in that file.';
    throw refuse('the configuration file is not the one with which the jobs were submitted', how);
  }
  return tickets;
}

/** Backends whose models are files that can be handed over. */
function isStageable({ profiler }: Config): boolean {
  return profiler === 'local' || profiler === 'embedl';
}

function refuseStage(profiler: string): GateError {
  const message = `mode: found "stage" with the backend ${profiler}, whose models are not files; allowed: local, embedl.`;
  return new GateError('invalid-input', message, 'Let a maintainer push the commit to a branch of this repository.');
}

async function stageFor(config: Config, { trigger, store, surroundings }: ActionContext): Promise<void> {
  const { environment, log } = surroundings;
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const tools = { inspector: wireInspector(config, surroundings), store, files };
  const names = await stageModels(toTask(config, trigger), tools);
  log.info(`Staged ${names.join(', ')}. A workflow on workflow_run goes on with it.`);
}

async function runWithoutKey(config: Config, given: ActionContext, empty: EmptyReport): Promise<Report> {
  if (config.onMissingKey === 'stage' && isStageable(config)) {
    await stageFor(config, given);
    const waits = 'The model was handed to the workflow on workflow_run, which has the secrets and reports here.';
    return empty('skipped', 'This workflow has no secrets, so nothing was measured in it.', waits);
  }
  return empty(
    'skipped',
    'Pull requests from forks and by Dependabot have no secrets, so the backend cannot be reached.',
    'Nothing was measured. A maintainer can push the commit to a branch of this repository to have it gated.',
  );
}

/** `workflow_run`: what the triggering run left. A foreign model is never executed beside this machine's secrets. */
async function runForOrigin(config: Config, origin: Origin, given: ActionContext, empty: EmptyReport): Promise<Report> {
  const received = await receiveFor(config, origin, given);
  if (received.models.length > 0 && config.profiler === 'local') {
    const message =
      'The triggering run staged a model, and the backend local would execute it beside the secrets of this workflow.';
    const advice = 'Use a device cloud here, or let the pull request’s own workflow measure.';
    return downgradeIfIncomplete(empty('inconclusive', message, advice), received, config.reporting.failOn);
  }
  const task = toTask(config, given.trigger);
  if (received.models.length > 0) {
    const report = await runGate({ ...task, models: received.models }, await toTools(config, given));
    return downgradeIfIncomplete(report, received, task.failOn);
  }
  if (received.records.length > 0) {
    return downgradeIfIncomplete(
      await judgeRecords(received.records, task, await toTools(config, given)),
      received,
      task.failOn,
    );
  }
  const message = `The triggering run ${origin.runId} left nothing that could be used.`;
  const advice = 'Let it gate or stage a model, and keep the same comment-key here.';
  return downgradeIfIncomplete(empty('inconclusive', message, advice), received, config.reporting.failOn);
}

function receiveFor(
  config: Config,
  origin: Origin,
  { reporting, store, surroundings }: ActionContext,
): Promise<StagedContents> {
  const { environment } = surroundings;
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const expected = { key: reporting.key, models: config.models };
  return receiveStaged(origin, expected, { artifacts: store, files, inspector: wireInspector(config, surroundings) });
}

/** A pull request of this repository that handed nothing over has its own gate: a second check would only confuse. */
export async function isSettledElsewhere({
  trigger,
  store,
}: Pick<ActionContext, 'trigger' | 'store'>): Promise<boolean> {
  const { origin } = trigger;
  if (origin === null || origin.foreign) return false;
  return (await store.ofRun(origin.runId, ARTIFACT_PREFIXES.staged)).length === 0;
}
