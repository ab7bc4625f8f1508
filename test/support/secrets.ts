// What must never be seen, wherever people look.

import type { StepResult, World } from './runner.ts';

/** Throws where the step's log, its post step, its summary, a comment or a check shows one of the secrets. */
export function refuseSecrets({ log, post, summary }: StepResult, { state }: World, secrets: readonly string[]): void {
  const texts = [log, post, summary, ...state.comments.map(({ body }) => body), JSON.stringify(state.checks)];
  const seen = texts.join('\n');
  for (const secret of secrets) if (seen.includes(secret)) throw new Error(`${secret} was shown:\n${seen}`);
}
