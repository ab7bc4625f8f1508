// The backends that the fault matrix breaks. A further one is a file beside this and a line here.

import { hasMlflow } from '../../servers/mlflow/server.ts';
import { openDeviceFarm } from './device-farm.ts';
import { openEmbedl } from './embedl.ts';
import { openExperiments } from './experiments.ts';
import { openHubify } from './hubify.ts';
import type { Lap } from './lap.ts';
import { openMlflow } from './mlflow.ts';
import { openVertesia } from './vertesia.ts';

export const LAPS: Readonly<Record<string, () => Lap>> = {
  'Embedl Hub': openEmbedl,
  'AWS Device Farm': openDeviceFarm,
  ...(hasMlflow() ? { MLflow: openMlflow } : {}),
  'Experiments API': openExperiments,
  Vertesia: openVertesia,
  Hubify: openHubify,
};
