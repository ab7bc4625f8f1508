// The runner cancels with SIGINT, 7.5 s later SIGTERM, 2.5 s later it kills.

import process from 'node:process';

/** A signal that aborts on the first SIGINT or SIGTERM, with the signal's name as the reason. */
export function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (!controller.signal.aborted) controller.abort(name);
    });
  }
  return controller.signal;
}
