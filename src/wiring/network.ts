// Wires the way out to the network and GitHub's API.

import { createGitHub, type GitHub } from '../adapters/github/client.ts';
import { createNetwork, type Fetch, type Network } from '../adapters/http/fetch.ts';
import type { RunnerEnvironment } from '../adapters/runner/environment.ts';
import { systemClock } from '../adapters/runner/machine.ts';
import { GateError } from '../domain/errors.ts';

const TIMEOUT_MS = 30_000;
const ATTEMPTS = 4;

/** One way out for everything: proxies, time-outs, retries. */
export function wireNetwork(
  environment: Pick<RunnerEnvironment, 'proxy'>,
  timeoutMs: number = TIMEOUT_MS,
  attempts: number = ATTEMPTS,
): Network {
  return createNetwork({
    clock: systemClock,
    random: Math.random,
    attempts,
    baseDelayMs: 500,
    longestWaitMs: 60_000,
    timeoutMs,
    proxy: environment.proxy,
  });
}

/** GitHub's API with the job's token. */
export function wireGitHub(token: string | undefined, environment: RunnerEnvironment, fetch: Fetch): GitHub {
  if (token === undefined) {
    const advice = "Leave the input out (it is the job's own token by default), or give a token.";
    throw new GateError('invalid-input', 'github-token: nothing was given.', advice);
  }
  const { apiUrl, repository } = environment.github;
  return createGitHub({ token, apiUrl, repository, fetch, clock: systemClock });
}
