// Closes what a main step that died had opened: its check, its runs.

import { messageOf } from '../../domain/errors.ts';
import { effectsOf } from '../../domain/outcome.ts';
import { decodeSavedCheck, decodeSavedRuns } from '../../formats/saved-state.ts';
import type { Checks } from '../../ports/forge.ts';
import type { Logger } from '../../ports/machine.ts';
import type { Tracker } from '../../ports/tracker.ts';

/** `saved` is what the main step kept of the check, as JSON; rejects where GitHub refuses. */
export async function concludeLeftOpen(saved: string, checks: Checks, log: Logger): Promise<void> {
  const known = decodeSavedCheck(saved);
  const handle = 'mark' in known ? await checks.find(known) : known;
  if (handle === undefined) return;
  const { conclusion, status } = effectsOf('cancelled', 'gate', 'regression');
  const summary =
    'The step ended before it could conclude this check: it was cancelled, ran out of time or memory, or crashed. Run it again.';
  await checks.conclude(handle, {
    conclusion,
    status,
    text: { title: 'ended before a verdict', summary, text: '', annotations: [] },
  });
  log.info(`Concluded the check "${handle.name}" as ${conclusion}: the main step had left it open.`);
}

/**
 * Ends the tracker's runs that were open when the main step died, the youngest first, each on its own. Without a
 * tracker nothing can be open, and nothing is said.
 */
export async function abandonOpenRuns(saved: string, tracker: Tracker | null, log: Logger): Promise<void> {
  const refs = decodeSavedRuns(saved);
  const own = refs.filter((candidate) => candidate.tracker === tracker?.name);
  let ended = 0;
  for (const ref of own.toReversed()) {
    try {
      await tracker?.finish(ref, { status: 'killed', runs: [] });
      ended += 1;
    } catch (error) {
      log.warning(`A run could not be ended: ${messageOf(error)}`);
    }
  }
  if (own.length > 0) log.info(`Ended ${ended} of ${own.length} runs that the main step had left open.`);
}
