// What one execution of a model on one device leaves behind. The job is the unit of evidence.

/** One number per metric, by metric name, in the metric's unit. A metric that could not be measured is absent. */
export type Values = Readonly<Record<string, number>>;

/** Describes the iterations inside one job; never counted as evidence. */
export interface Iterations {
  readonly count: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** Standard deviation over mean. */
  readonly spread: number;
  /** Median of the last third over median of the first third: above 1 suggests heat. */
  readonly drift: number;
}

/** One execution of the model on one device by a profiler. */
export interface Job {
  readonly values: Values;
  readonly iterations?: Iterations | undefined;
  /**
   * The sitting in which it was measured (one step, one run of a tool), where several jobs may share one: these share its
   * luck and are not independent. Absent: a sitting of its own.
   */
  readonly session?: string | undefined;
}

/** Two jobs measured interleaved, the baseline's model beside the candidate's. */
export interface Pair {
  readonly baseline: Job;
  readonly candidate: Job;
  /** Natural logarithm of candidate over baseline by metric; null where a side is missing or not positive. */
  readonly logRatios: Readonly<Record<string, number | null>>;
  /** Version of the runtime that executed the baseline's side, where it is another than the candidate's. */
  readonly baselineRuntime?: string | undefined;
}

/** One operator of a model as the runtime executed it. */
export interface Layer {
  readonly name: string;
  readonly operator: string;
  /** `CPU`, `GPU`, `NPU` or what the runtime calls it. */
  readonly unit: string;
  /** Median time of one execution, milliseconds. */
  readonly timeMs: number;
}

/** The log-ratio of two values, or null where it is not computable. */
export function toLogRatio(baseline: number | undefined, candidate: number | undefined): number | null {
  if (baseline === undefined || candidate === undefined) return null;
  return baseline > 0 && candidate > 0 ? Math.log(candidate / baseline) : null;
}
