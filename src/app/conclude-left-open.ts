// Concludes a check whose main step died before it could.

import { effectsOf } from '../domain/outcome.ts';
import type { CheckHandle, Checks } from '../ports/forge.ts';
import type { Logger } from '../ports/machine.ts';

/** `saved` is what the main step kept of the check, as JSON; rejects where GitHub refuses. */
export async function concludeLeftOpen(saved: string, checks: Checks, log: Logger): Promise<void> {
  const handle: CheckHandle = JSON.parse(saved);
  const { conclusion, status } = effectsOf('cancelled', 'gate', 'regression');
  const summary =
    'The step ended before it could judge: it was cancelled, ran out of time or memory, or crashed. Run it again.';
  await checks.conclude(handle, {
    conclusion,
    status,
    text: { title: 'ended before a verdict', summary, text: '', annotations: [] },
  });
  log.info(`Concluded the check "${handle.name}" as ${conclusion}: the main step had left it open.`);
}
