// What equal bytes are executed with: settings, inputs and runtime. Only where these are equal too is a model identical.

import { type Environment, type EnvironmentDifference, findDifference, isWrittenIfSet } from './device.ts';
import { findWorkloadDifference, type Workload } from './workload.ts';

/** What is settled of a job before it starts, as far as the profiler knows it. */
export interface Settings {
  /** Fields as a job's environment has them; none that tell the machine. */
  readonly environment: Environment;
  readonly workload?: Workload | undefined;
}

/** In what the executions of equal bytes differ, so that they are not identical. */
export interface SettingsDifference extends EnvironmentDifference {
  readonly kind: 'environment' | 'workload';
}

/** Fields of an environment that somebody chose. Another processor or runner makes no other model. */
const CHOSEN: ReadonlySet<string> = new Set(['runtime', 'runtime_version', 'compute_unit', 'threads', 'harness']);

function isChosen(field: string): boolean {
  return CHOSEN.has(field) || isWrittenIfSet(field);
}

/** The settings of a run that was measured. */
export function settingsOf({ environment, workload }: Settings): Settings {
  const chosen = Object.entries(environment).filter(([field, value]) => isChosen(field) && value !== 'unknown');
  return { environment: Object.fromEntries(chosen), workload };
}

/**
 * The first thing in which what was recorded was executed otherwise than `now` says, or undefined. What the profiler
 * does not settle beforehand, and what the record does not tell, is taken to be the same.
 */
export function findSettingsDifference(recorded: Settings, now: Settings): SettingsDifference | undefined {
  const unlike = recorded.workload && now.workload && findWorkloadDifference(recorded.workload, now.workload);
  if (unlike !== undefined) {
    return { kind: 'workload', field: unlike.what, baseline: unlike.baseline, candidate: unlike.candidate };
  }
  const before = Object.entries(settingsOf(recorded).environment);
  const told = before.filter(([field]) => field in now.environment || isWrittenIfSet(field));
  const difference = findDifference(Object.fromEntries(told), now.environment);
  return difference === undefined ? undefined : { kind: 'environment', ...difference };
}
