// The action's post step: concludes the check and ends the runs that a crash or a cancellation left open. Runs always.

import { GitHubChecks } from '../adapters/github/checks.ts';
import { ActionsLogger, mask, readState } from '../adapters/runner/actions.ts';
import { readEnvironment } from '../adapters/runner/environment.ts';
import { systemClock } from '../adapters/runner/machine.ts';
import { OPEN_RUNS_STATE } from '../app/measure/open-runs.ts';
import { abandonOpenRuns, concludeLeftOpen } from '../app/report/close-unfinished.ts';
import { CHECK_STATE } from '../app/report/sinks/check.ts';
import { type Config, parseConfig, readInput } from '../config/config.ts';
import type { Logger } from '../ports/machine.ts';
import type { RuntimeContext } from '../wiring/context.ts';
import { wireGitHub, wireNetwork } from '../wiring/network.ts';
import { readConfigFile } from './config-file.ts';

/** Closes what the main step left open; never rejects because of a service. */
export async function runPost(): Promise<void> {
  const environment = readEnvironment();
  const log = new ActionsLogger();
  const network = wireNetwork(environment);
  const { inputs } = environment;
  for (const name of ['api-key', 'profiler-api-key', 'tracker-api-key']) mask(inputs[name] ?? '');
  mask(environment.embedl.apiKey);
  const attempt = createAttempt(log);
  await attempt('The check could not be concluded', readState(CHECK_STATE), async (saved) => {
    const github = wireGitHub(readInput('github-token', inputs), environment, network.fetch);
    await concludeLeftOpen(saved, new GitHubChecks(github, () => systemClock.now()), log);
  });
  await attempt('The runs left open could not be ended', readState(OPEN_RUNS_STATE), async (saved) => {
    const config = parseConfig(inputs, await readConfigFile(inputs, environment), 'handed over');
    // Artifacts of this machine's tracker are written at the end or not at all: nothing of it is ever open.
    const tracker = config.tracker === 'local' ? null : await openTracker(config, { environment, network, mask });
    await abandonOpenRuns(saved, tracker, log);
  });
}

async function openTracker(config: Config, context: Pick<RuntimeContext, 'environment' | 'network' | 'mask'>) {
  const { wireTracker } = await import('../wiring/backends.ts');
  return wireTracker(config, context.environment.github.repository, null, context);
}

function createAttempt(log: Logger) {
  return async (trouble: string, saved: string, work: (saved: string) => Promise<void>): Promise<void> => {
    if (saved === '') return;
    await work(saved).catch((error: unknown) =>
      log.warning(`${trouble}: ${error instanceof Error ? error.message : String(error)}`),
    );
  };
}
