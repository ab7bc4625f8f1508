// Says before each further block of jobs why it is measured, and for how long.

import type { Comparison } from '../../domain/comparison.ts';
import type { Clock, Logger } from '../../ports/machine.ts';
import { describeMore } from '../../rendering/progress.ts';
import type { Trial } from './trial.ts';

/** Does the work; how many milliseconds each of the wanted jobs or pairs took, with all that ran at once. */
export async function timeEach(
  wanted: ReadonlyMap<Trial, number>,
  clock: Clock,
  work: () => Promise<void>,
): Promise<number> {
  const count = [...wanted.values()].reduce((sum, one) => sum + one, 0);
  const startedAt = clock.now().getTime();
  await work();
  return (clock.now().getTime() - startedAt) / count;
}

/** `msEach`: how long one job or pair took, with all that ran at once. */
export function sayWhyMore(
  wanted: ReadonlyMap<Trial, number>,
  judged: ReadonlyMap<Trial, readonly Comparison[]>,
  msEach: number,
  { log }: { readonly log: Logger },
): void {
  const all = [...wanted.values()].reduce((sum, count) => sum + count, 0);
  for (const [trial, count] of wanted) {
    trial.note(`Not clear yet: ${count} more to confirm or clear it.`);
    const names = { model: trial.model.name, device: trial.device.name };
    const seconds = msEach > 0 ? (all * msEach) / 1000 : null;
    log.info(describeMore({ ...names, comparisons: judged.get(trial) ?? [], count, seconds }));
  }
}
