// Whether equal bytes are executed alike: what was recorded against what would be executed now.

import type { Baseline, BaselineRun } from '../../domain/baseline.ts';
import { type Environment, findConflict } from '../../domain/device.ts';
import { GateError } from '../../domain/errors.ts';
import type { Model, ModelIdentity } from '../../domain/model.ts';
import type { Run } from '../../domain/run.ts';
import { findSettingsDifference, type SettingsDifference, settingsOf } from '../../domain/settings.ts';
import type { Workload } from '../../domain/workload.ts';
import type { Profiler } from '../../ports/profiler.ts';

export interface ComparedSettings {
  /** Between the two sides as they would be executed now: measured beside each other they can be compared. */
  readonly sides?: SettingsDifference | undefined;
  /** Between what was recorded and the candidate as it would be executed now. */
  readonly recording?: SettingsDifference | undefined;
  /** What the record does not tell. */
  readonly lacks?: string | undefined;
}

/** A model, or a run of one with what it was executed with. */
interface Recorded {
  readonly model: ModelIdentity;
  readonly environment?: Environment;
  readonly workload?: Workload | undefined;
}

/** A recorded baseline beside a run that was measured, and in what their executions differ if their bytes are equal. */
export function toBaselineRun(run: Run, baseline: Baseline): BaselineRun {
  const { model } = baseline.run;
  const difference =
    model.sha256 === run.model.sha256 ? findSettingsDifference(baseline.run, settingsOf(run)) : undefined;
  return { model, baseline, difference };
}

/** Of other bytes nothing is asked: they are measured. */
export async function compareSettings(
  model: Model,
  { model: { sha256 }, environment, workload }: Recorded,
  profiler: Pick<Profiler, 'settings'>,
): Promise<ComparedSettings> {
  if (sha256 !== model.sha256 || model.hosted === true || profiler.settings === undefined) return {};
  try {
    const now = await profiler.settings(model, 'candidate');
    const beside = await profiler.settings(model, 'baseline');
    const sides = findSettingsDifference(beside, now);
    if (environment === undefined) return { sides };
    const lacks = now.workload !== undefined && workload === undefined ? WORKLOAD : undefined;
    return { sides, recording: findSettingsDifference({ environment, workload }, now), lacks };
  } catch (error) {
    if (!(error instanceof GateError) || error.code === 'not-permitted') throw error;
    // What keeps it from being executed is told when it is tried.
    const candidate = error.message;
    return { recording: { kind: 'environment', field: 'options', baseline: 'usable', candidate } };
  }
}

/** What records before version 0.2 do not tell. */
const WORKLOAD = 'what the model was given to compute';

/** Jobs of one gate that met different environments are not evidence of one thing. */
export function describeConflict(first: Environment | null, environment: Environment): string | undefined {
  const conflict = first === null ? undefined : findConflict(first, environment);
  if (conflict === undefined) return undefined;
  const { field, baseline, candidate } = conflict;
  return `it met another environment than the first job: ${field} was ${baseline} and is ${candidate}`;
}
