// The action's post step: concludes the check and ends the runs that a crash or a cancellation left open. Runs always.
//
// It reads no file of the workspace: by now a step of the workflow, or a pull request's own code, may have written
// there, and a file must not decide where a key is sent. What the main step had read of the settings it has saved.

import { GitHubChecks } from '../adapters/github/checks.ts';
import { ActionsLogger, mask, readState } from '../adapters/runner/actions.ts';
import { type RunnerEnvironment, readEnvironment } from '../adapters/runner/environment.ts';
import { systemClock } from '../adapters/runner/machine.ts';
import { abandonOpenRuns, concludeLeftOpen } from '../app/report/close-unfinished.ts';
import { CHECK_STATE, OPEN_RUNS_STATE } from '../app/saved-state.ts';
import { type Config, parseConfig, readInput } from '../config/config.ts';
import { decodeSettings, SETTINGS_STATE } from '../config/saved-settings.ts';
import { messageOf } from '../domain/errors.ts';
import type { Logger } from '../ports/machine.ts';
import { wireTracker } from '../wiring/backends.ts';
import type { RuntimeContext } from '../wiring/context.ts';
import { allKeys, environmentKeys } from '../wiring/keys.ts';
import { wireGitHub, wireNetwork } from '../wiring/network.ts';

/** Closes what the main step left open; rejects never. */
export async function runPost(): Promise<void> {
  const log = new ActionsLogger();
  const attempt = createAttempt(log);
  const check = readState(CHECK_STATE);
  const runs = readState(OPEN_RUNS_STATE);
  await attempt('The check could not be concluded', check, async (saved) => {
    const environment = readEnvironment();
    const github = wireGitHub(
      readInput('github-token', environment.inputs),
      environment,
      wireNetwork(environment).fetch,
    );
    await concludeLeftOpen(saved, new GitHubChecks(github, () => systemClock.now()), log);
  });
  await attempt('The runs left open could not be ended', runs, async (saved) => {
    const environment = readEnvironment();
    const { inputs } = environment;
    for (const name of ['api-key', 'profiler-api-key', 'tracker-api-key']) mask(inputs[name] ?? '');
    for (const key of environmentKeys(environment)) mask(key);
    const config = parseConfig(inputs, decodeSettings(readState(SETTINGS_STATE)), 'handed over');
    for (const key of allKeys(config, environment)) mask(key);
    await abandonOpenRuns(saved, await openTracker(config, environment), log);
  });
}

/** Artifacts of this machine's tracker are written at the end or not at all: nothing of it is ever open. */
async function openTracker(config: Config, environment: RunnerEnvironment) {
  if (config.tracker === 'local') return null;
  const context: Pick<RuntimeContext, 'environment' | 'network' | 'mask'> = {
    environment,
    network: wireNetwork(environment),
    mask,
  };
  return wireTracker(config, environment.github.repository, null, context);
}

function createAttempt(log: Logger) {
  return async (trouble: string, saved: string, work: (saved: string) => Promise<void>): Promise<void> => {
    if (saved === '') return;
    await work(saved).catch((error: unknown) => log.warning(`${trouble}: ${messageOf(error)}`));
  };
}
