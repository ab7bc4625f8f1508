// The action's post step: concludes the check that a crash or a cancellation left open. Runs always.

import { GitHubChecks } from './adapters/github/checks.ts';
import { ActionsLogger, readState } from './adapters/runner/actions.ts';
import { readEnvironment } from './adapters/runner/environment.ts';
import { systemClock } from './adapters/runner/machine.ts';
import { concludeLeftOpen } from './app/conclude-left-open.ts';
import { CHECK_STATE } from './app/sinks/check.ts';
import { readInput } from './config/config.ts';
import { wireFetch, wireGitHub } from './wire-network.ts';

const environment = readEnvironment();
const log = new ActionsLogger();
const saved = readState(CHECK_STATE);
if (saved !== '') {
  try {
    const github = wireGitHub(readInput('github-token', environment.inputs), environment, wireFetch(environment));
    await concludeLeftOpen(saved, new GitHubChecks(github, () => systemClock.now()), log);
  } catch (error) {
    log.warning(`The check could not be concluded: ${error instanceof Error ? error.message : String(error)}`);
  }
}
