// Benchmarks that the baseline's record tells of and that are no longer measured: a test that crashed is not in its
// tool's file any more, and a gate that only looks at what is there would be green.

import { findGone } from '../../domain/device.ts';
import type { Model } from '../../domain/model.ts';
import type { Baselines } from './baselines.ts';
import { Trial } from './trial.ts';

const WHY = 'the results no longer hold this benchmark';

/** A failed trial for each, so that it is inconclusive. Nothing where the record is of one benchmark only. */
export async function addGone(
  model: Model,
  own: readonly Trial[],
  recorded: readonly string[],
  baselines: Baselines,
): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  const measured = own.map(({ device }) => device.name);
  for (const name of findGone(recorded, measured)) {
    const device = { name, description: '' };
    const { baselineRun } = await baselines.find(model, device);
    const trial = new Trial({ model, device, baselineRun, baselineModel: undefined, paired: false });
    const request = { model: { model, handle: '' }, device };
    trial.add({ request, side: 'candidate', parent: undefined }, { failure: WHY });
    trials.push(trial);
  }
  return trials;
}
