// Which options are whose: the schema of each backend, and what of the input `options` is for it.

import type * as z from 'zod';
import { CommandOptionsSchema } from '../adapters/command/index.ts';
import { DeviceFarmOptionsSchema } from '../adapters/device-farm/index.ts';
import { EmbedlOptionsSchema } from '../adapters/embedl/index.ts';
import { ExperimentsOptionsSchema } from '../adapters/experiments/index.ts';
import { HubifyOptionsSchema } from '../adapters/hubify/index.ts';
import { LocalOptionsSchema } from '../adapters/local/index.ts';
import { MlflowOptionsSchema } from '../adapters/mlflow/index.ts';
import { ResultsOptionsSchema } from '../adapters/results/index.ts';
import { VertesiaOptionsSchema } from '../adapters/vertesia/index.ts';
import type { Config } from '../config/config.ts';
import type { ProfilerName, TrackerName } from '../config/inputs.ts';
import { checkOptions } from '../config/option-issues.ts';

/** The options that each backend takes: its own schema. */
export const OPTIONS = {
  local: LocalOptionsSchema,
  command: CommandOptionsSchema,
  embedl: EmbedlOptionsSchema,
  'device-farm': DeviceFarmOptionsSchema,
  results: ResultsOptionsSchema,
  mlflow: MlflowOptionsSchema,
  experiments: ExperimentsOptionsSchema,
  vertesia: VertesiaOptionsSchema,
  hubify: HubifyOptionsSchema,
} as const satisfies Record<ProfilerName | TrackerName, z.ZodObject>;

/**
 * What of the input `options` is for one side: profiler and tracker share it, and what only the other side knows is not
 * this side's. Throws a GateError that names the place of a mistake.
 */
export function optionsOf(
  own: keyof typeof OPTIONS,
  other: keyof typeof OPTIONS,
  { options, optionPlaces: places, models, profiler }: Pick<Config, 'options' | 'optionPlaces' | 'models' | 'profiler'>,
): Readonly<Record<string, unknown>> {
  const others = ([key]: readonly [string, unknown]) => key in OPTIONS[other].shape && !(key in OPTIONS[own].shape);
  const written = Object.fromEntries(Object.entries(options).filter((entry) => !others(entry)));
  checkOptions(own, OPTIONS[own], { written, places, at: 'options' });
  // Only a profiler that takes options of single models is handed them; the others refuse them by themselves.
  if (own === 'local' && profiler === own) {
    for (const [index, model] of models.entries()) {
      const at = `models.${index}.options`;
      if (model.options !== undefined) checkOptions(own, OPTIONS[own], { written: model.options, places, at });
    }
  }
  return written;
}
