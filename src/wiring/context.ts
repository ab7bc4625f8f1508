// What every wiring needs besides the configuration: where this runs, and the ways out of it.

import type { Network } from '../adapters/http/fetch.ts';
import type { RunnerEnvironment } from '../adapters/runner/environment.ts';
import type { Logger, State, StepOutput } from '../ports/machine.ts';

/** What wiring needs besides the configuration. */
export interface RuntimeContext {
  readonly environment: RunnerEnvironment;
  readonly network: Network;
  readonly log: Logger;
  readonly step: StepOutput & State;
  readonly signal: AbortSignal;
  /** Hides a secret in all that is logged from now on, where the place can. */
  readonly mask: (secret: string) => void;
}
