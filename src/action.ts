// The action inside a workflow: from the runner's environment to an exit code. Reads, wires and conducts.

import process from 'node:process';
import { GitHubCommits } from './adapters/github/commits.ts';
import { ActionsLogger, ActionsOutput, fail, mask } from './adapters/runner/actions.ts';
import { type RunnerEnvironment, readEnvironment } from './adapters/runner/environment.ts';
import { createFiles, systemClock } from './adapters/runner/machine.ts';
import { abortOnSignals } from './adapters/runner/signals.ts';
import { collectReports } from './app/collect-reports.ts';
import { type Conductor, conduct, type Ending, emptyReport } from './app/conduct.ts';
import { run } from './app/run.ts';
import { findUnknown, parseConfig, type Reporting, readInput, readReporting } from './config/config.ts';
import { readTrigger } from './config/event.ts';
import type { FileSettings } from './config/file.ts';
import { GateError } from './domain/errors.ts';
import type { Report } from './domain/report.ts';
import type { Trigger } from './domain/trigger.ts';
import type { RunArtifacts } from './ports/artifact-store.ts';
import { headline } from './rendering/words.ts';
import { readConfigFile } from './settings.ts';
import { type Surroundings, toTask, wireArtifactStore, wireTools } from './wire.ts';
import { isKeyMissing } from './wire-embedl.ts';
import { wireGitHub, wireNetwork } from './wire-network.ts';
import { wireCheck, wireSinks } from './wire-sinks.ts';

/** Runs the action; resolves to the exit code and never rejects. */
export async function runAction(): Promise<number> {
  const environment = readEnvironment();
  const surroundings: Surroundings = {
    environment,
    network: wireNetwork(environment),
    log: new ActionsLogger(),
    step: new ActionsOutput(),
    signal: abortOnSignals(),
  };
  try {
    const ending = await conductAction(environment, surroundings);
    surroundings.log.info(headline(ending.report));
    show(ending);
    return ending.exitCode;
  } catch (error) {
    // Before there is a trigger there is no commit to report on: the log and the exit code are all there is.
    fail(error instanceof GateError ? `${error.message}\n${error.advice}` : error);
    return 2;
  }
}

async function conductAction(environment: RunnerEnvironment, surroundings: Surroundings): Promise<Ending> {
  const { inputs } = environment;
  const token = readInput('github-token', inputs);
  mask(token ?? '');
  for (const name of findUnknown(inputs))
    surroundings.log.warning(`"${name}" is no input of this action and was ignored.`);
  const { github: facts, event } = environment;
  const mode = readInput('mode', inputs);
  const collects = mode === 'report';
  const trigger = readTrigger({ ...facts, ...event }, collects ? 'auto' : mode);
  const github = wireGitHub(token, environment, surroundings.network.fetch);
  const store = wireArtifactStore(trigger, github, surroundings);
  const { reporting, file } = await readSettings(environment);
  const check = wireCheck(trigger, reporting, github, surroundings);
  const sinks = wireSinks(trigger, reporting, { github, store, check, collects }, surroundings);
  const conductor = toConductor(trigger, reporting, { check, sinks }, surroundings);
  const perform = async () => {
    if (collects) return collect(trigger, reporting, store, environment);
    const config = parseConfig(inputs, await file());
    mask(config.apiKey ?? environment.embedl.apiKey);
    if (trigger.foreign && isKeyMissing(config, environment)) return emptyReport('skipped', NO_KEY, conductor);
    const parts = { store, commits: new GitHubCommits(github) };
    return run(toTask(config, trigger), await wireTools(config, trigger, parts, surroundings));
  };
  return conduct(perform, conductor);
}

/** What the last job of a workflow does; it needs no model and no backend. */
async function collect(
  trigger: Trigger,
  { failOn, key }: Reporting,
  artifacts: RunArtifacts,
  { temporaryFolder: folder, workspace }: RunnerEnvironment,
): Promise<Report> {
  const { workflowRun } = trigger;
  if (workflowRun === null) throw new Error('a report outside of a workflow run');
  const files = createFiles(folder, workspace);
  return collectReports({ trigger, workflowRun, failOn, key }, { artifacts, files, folder, clock: systemClock });
}

const NO_KEY = {
  code: 'not-permitted',
  message: 'Pull requests from forks and by Dependabot have no secrets, so the backend cannot be reached.',
  advice: 'Nothing was measured. A maintainer can push the commit to a branch of this repository to have it gated.',
} as const;

/** The reporting part of the settings; where the rest of them is broken, its defaults, so that the error is shown. */
async function readSettings(
  environment: RunnerEnvironment,
): Promise<{ reporting: Reporting; file: () => Promise<FileSettings> }> {
  const settings = readConfigFile(environment.inputs, environment);
  const file = () => settings;
  const known = await settings.catch(() => undefined);
  return { reporting: readReporting(environment.inputs, known, 'lenient'), file };
}

function toConductor(
  trigger: Trigger,
  reporting: Reporting,
  parts: Pick<Conductor, 'check' | 'sinks'>,
  { log, signal }: Surroundings,
): Conductor {
  const { mode, commit, workflowRun } = trigger;
  const { failOn, key } = reporting;
  return {
    setting: { mode, failOn, commit, runUrl: workflowRun?.url ?? null, key },
    ...parts,
    urgentSinks: parts.check === null ? [] : [parts.check],
    now: () => systemClock.now(),
    log,
    signal,
  };
}

function show({ report: { error, effects }, bug }: Ending): void {
  if (bug !== undefined) process.stderr.write(`${bug.stack ?? bug.message}\n`);
  if (error !== null && effects.exitCode !== 0) fail(`${error.message}\n${error.advice}`);
  else if (effects.exitCode !== 0) fail('The gate did not pass; see the report above.');
}
