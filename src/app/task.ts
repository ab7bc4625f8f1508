// What one execution is asked to do: the checked configuration and what triggered it.

import type { Effort } from '../decision/looks.ts';
import type { BaselineChoice } from '../domain/baseline.ts';
import type { Limit } from '../domain/limit.ts';
import type { Metric } from '../domain/metric.ts';
import type { ModelSource } from '../domain/model.ts';
import type { FailOn } from '../domain/outcome.ts';
import type { Rule } from '../domain/policy.ts';
import type { Trigger } from '../domain/trigger.ts';
import type { Waiver } from '../domain/waiver.ts';

export interface Task {
  readonly trigger: Trigger;
  readonly models: readonly ModelSource[];
  readonly devices: readonly string[];
  readonly baseline: BaselineChoice;
  /** A model file that is the baseline, instead of a recorded one. */
  readonly baselineModel: string | undefined;
  readonly maxRegression: readonly Limit[];
  readonly minChange: readonly Limit[];
  readonly rules: readonly Rule[];
  readonly waivers: readonly Waiver[];
  /** Metrics that the configuration adds or overrides. */
  readonly metrics: readonly Metric[];
  /** Whether an input of this job names models or devices, so that a shared file may speak of others. */
  readonly narrowed: boolean;
  /** Models that the file names and this job does not measure. */
  readonly otherModels: readonly string[];
  readonly repeats: number | undefined;
  readonly maxRepeats: number;
  readonly effort: Effort;
  readonly confirmImprovements: boolean;
  /** Undefined: no limit. */
  readonly maxDeviceMinutes: number | undefined;
  readonly queueTimeoutMs: number;
  readonly runTimeoutMs: number;
  readonly keepModelDays: number;
  readonly failOn: FailOn;
  readonly key: string;
  /** Whether the jobs are the word of a workflow that could have forged them. */
  readonly forgeable?: true;
}
