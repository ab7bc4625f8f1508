// How README, docs and examples name this action. The release workflow writes the released version here; `npm run
// generate` carries it into every text.

export const ACTION_REFERENCE = 'latency-gate/latency-gate@v0';

/** Every reference to a version of this action. */
export const ANY_REFERENCE = /latency-gate\/latency-gate@[A-Za-z0-9._-]+/g;
