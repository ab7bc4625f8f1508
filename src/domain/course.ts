// How one metric of one model on one device went over the months: its levels, and what changed them.

import type { HistorySubject } from './history.ts';
import type { Metric } from './metric.ts';
import type { AcceptedChange } from './waiver.ts';

/** One recorded level. */
export interface CoursePoint {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly commit: string | null;
  readonly level: number;
  readonly jobs: number;
  /** Place in the history's environments. */
  readonly environment: number;
  readonly bytes: string;
  readonly released: boolean;
}

/** Points of one environment that share a level. */
export interface LevelStretch {
  /** Places of its first and last point. */
  readonly from: number;
  readonly to: number;
  readonly environment: number;
  readonly level: number;
  /** Two robust standard deviations around it; null below three points. */
  readonly band: readonly [low: number, high: number] | null;
}

/** A change of level between two points. */
export interface LevelChange {
  /** Places of the last point before it and the first one after it. */
  readonly before: number;
  readonly after: number;
  /** As a fraction of the level before, in the metric's own direction. */
  readonly change: number;
  readonly worse: boolean;
  /** `recorded`: measured in pairs and confirmed when it landed; `found`: by the course of the levels. */
  readonly source: 'recorded' | 'found';
  /** Commits from the one after the last point before it to the first one after it, oldest first; null: not known. */
  readonly commits: readonly string[] | null;
  readonly accepted: AcceptedChange | null;
}

/** Something other than the model changed between two points: its levels are not comparable across it. */
export interface SettingChange {
  /** Place of the first point after it. */
  readonly after: number;
  /** The field of the environment, or `workload`. */
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

export interface Course {
  readonly metric: Metric;
  /** Oldest first. */
  readonly points: readonly CoursePoint[];
  readonly stretches: readonly LevelStretch[];
  /** Oldest first. */
  readonly changes: readonly LevelChange[];
  readonly settings: readonly SettingChange[];
  /** Standard deviation from run to run at one level, as a fraction; null where there is too little. */
  readonly noise: number | null;
}

/** One model on one device with the course of each of its metrics. */
export interface SubjectCourse {
  readonly subject: HistorySubject;
  /** Gating metrics first. */
  readonly courses: readonly Course[];
}
