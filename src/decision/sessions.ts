// Jobs measured in one sitting share its luck: each session becomes one value, and the spread inside is told apart.

import type { Job } from '../domain/job.ts';
import type { Metric } from '../domain/metric.ts';
import { valuesOf } from '../domain/run.ts';
import { mean, median } from '../domain/statistics.ts';

/** The values of one metric that were measured in one sitting. */
export type Session = readonly number[];

/** What the inside of sessions says; logs. */
export interface WithinSessions {
  /** Variance of one value around its session's level. */
  readonly variance: number;
  /** Values in a session: of the candidate, and of the recorded ones on average. */
  readonly candidateSize: number;
  readonly recordedSize: number;
}

/** Whether sessions are told, so that they are the unit of evidence instead of jobs. */
export function tellsSessions(jobs: readonly Job[]): boolean {
  return jobs.some(({ session }) => session !== undefined);
}

/** The jobs of one run by their session; those that tell none share one. */
export function toSessions(metric: Metric, jobs: readonly Job[]): readonly Session[] {
  const names = [...new Set(jobs.map(({ session }) => session))];
  const sessions = names.map((name) =>
    valuesOf(
      metric,
      jobs.filter(({ session }) => session === name),
    ),
  );
  return sessions.filter((session) => session.length > 0);
}

/** The sessions' own values. */
export function levelsOfSessions(sessions: readonly Session[]): readonly number[] {
  return sessions.map(median);
}

/** The spread inside all sessions, pooled, and how many values stand in each. */
export function measureWithin(recorded: readonly Session[], candidate: readonly Session[]): WithinSessions {
  const logs = [...recorded, ...candidate].map((session) => session.map(Math.log));
  const squares = logs.flatMap((session) => session.map((value) => (value - mean(session)) ** 2));
  const df = squares.length - logs.length;
  return {
    variance: df > 0 ? squares.reduce((sum, square) => sum + square, 0) / df : 0,
    candidateSize: Math.max(1, Math.min(...candidate.map(({ length }) => length))),
    recordedSize: recorded.length === 0 ? 1 : mean(recorded.map(({ length }) => length)),
  };
}
