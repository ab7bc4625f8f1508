// The names under which the main step saves what the post step has to close.

/** The check that was opened, until it is concluded. */
export const CHECK_STATE = 'check';

/** The tracker's runs that were started and have not ended. */
export const OPEN_RUNS_STATE = 'open-runs';
