// What the whole gate says, and the one table that turns it into a check, a commit status and an exit code.

import { type Comparison, counts, isRegression } from './comparison.ts';

export type Outcome = 'pass' | 'fail' | 'inconclusive' | 'skipped' | 'cancelled' | 'error';
export type FailOn = 'regression' | 'inconclusive' | 'not-shown' | 'never';
export type Conclusion = 'success' | 'failure' | 'neutral' | 'skipped' | 'cancelled';
export type CommitState = 'success' | 'failure' | 'error';
export type Mode = 'gate' | 'record' | 'release';

export interface Effects {
  readonly conclusion: Conclusion;
  readonly status: CommitState;
  readonly exitCode: number;
}

/** Never blocks, and says so in its colour. */
const LENIENT: Effects = { conclusion: 'neutral', status: 'success', exitCode: 0 };
const FAILURE: Effects = { conclusion: 'failure', status: 'failure', exitCode: 1 };

const EFFECTS: Readonly<Record<Outcome, Readonly<Record<FailOn, Effects>>>> = {
  pass: always({ conclusion: 'success', status: 'success', exitCode: 0 }),
  fail: { regression: FAILURE, inconclusive: FAILURE, 'not-shown': FAILURE, never: LENIENT },
  inconclusive: { regression: LENIENT, inconclusive: FAILURE, 'not-shown': FAILURE, never: LENIENT },
  skipped: always({ conclusion: 'skipped', status: 'success', exitCode: 0 }),
  // The exit code of a cancelled run is the signal's: 130 for SIGINT, 143 for SIGTERM.
  cancelled: always({ conclusion: 'cancelled', status: 'error', exitCode: 130 }),
  error: always({ conclusion: 'failure', status: 'error', exitCode: 2 }),
};

/** What keeps a pass from being a green tick. */
export interface Reservations {
  /** It rests on numbers which the pull request itself could have made up. */
  readonly forgeable?: boolean;
  /** It rests on evidence that could hide more than the limit. */
  readonly notShown?: boolean;
}

/** What an outcome does; recording never fails a job because of what it measured. */
export function effectsOf(
  outcome: Outcome,
  mode: Mode,
  failOn: FailOn,
  { forgeable = false, notShown = false }: Reservations = {},
): Effects {
  if (notShown && outcome === 'pass' && mode === 'gate' && failOn === 'not-shown') return FAILURE;
  if (forgeable && outcome === 'pass') return LENIENT;
  return EFFECTS[outcome][mode === 'gate' ? failOn : 'never'];
}

/** The worst comparison wins: fail before inconclusive before pass. Waived regressions pass; nothing measured is inconclusive. */
export function outcomeOf(comparisons: readonly Comparison[]): Outcome {
  const counted = comparisons.filter(counts);
  if (counted.some(isRegression)) return 'fail';
  if (counted.length === 0 || counted.some((comparison) => comparison.verdict === 'inconclusive')) {
    return 'inconclusive';
  }
  return 'pass';
}

function always(effects: Effects): Readonly<Record<FailOn, Effects>> {
  return { regression: effects, inconclusive: effects, 'not-shown': effects, never: effects };
}
