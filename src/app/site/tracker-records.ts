// The records that a service keeps, by its tracker: a hundred of each model on each device.

import { modelArtifactName } from '../../domain/artifact-name.ts';
import { GateError } from '../../domain/errors.ts';
import type { RecordSource } from '../../ports/record-source.ts';
import type { Tracker } from '../../ports/tracker.ts';

export interface TrackerRecords {
  readonly tracker: Tracker;
  readonly key: string;
  /** Names of the configuration; those that the tracker knows are added. */
  readonly models: readonly string[];
  readonly devices: readonly string[];
}

export function createTrackerRecords({ tracker, key, models, devices }: TrackerRecords): RecordSource {
  return {
    name: tracker.name,
    async *find() {
      const names = [...new Set([...models, ...(await tracker.modelNames())])];
      const [name] = names;
      if (name === undefined || devices.length === 0) {
        const lacks = name === undefined ? 'model' : 'devices';
        const message = `${lacks}: nothing was given, and ${tracker.name} does not list what it keeps.`;
        throw new GateError('invalid-input', message, 'Give models and devices whose records are wanted.');
      }
      for (const modelName of names) {
        for (const device of devices) {
          const { runs } = await tracker.history({ modelName, device, ancestry: null });
          const bundle = modelArtifactName('record', key, modelName);
          for (const { run } of runs) yield { kind: 'run', bundle, run };
        }
      }
    },
  };
}
