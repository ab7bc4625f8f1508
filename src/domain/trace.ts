// What charts are drawn from: the jobs on both sides, and the level's course over the runs that were recorded.

/** A recorded run's level of one metric. */
export interface TrendPoint {
  /** Null where the run belongs to no commit. */
  readonly commit: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The median of its jobs, in the metric's unit. */
  readonly level: number;
  /** Whether a confirmed change of level landed with it. */
  readonly shifted: boolean;
}

/** One sampled metric on one device, value by value, in the metric's unit. */
export interface Trace {
  readonly metric: string;
  /** Of the baseline, as they were compared: recorded or measured now. */
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  /** Oldest first; only runs whose environment can be compared with the newest one's. */
  readonly trend: readonly TrendPoint[];
  /** Two robust standard deviations around the level since the last shift; null below three runs. */
  readonly band: readonly [low: number, high: number] | null;
}
