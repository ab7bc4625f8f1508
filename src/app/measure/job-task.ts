// One job to execute, and what became of it.

import type { JobRequest } from '../../ports/profiler.ts';
import type { JobEnd, JobStart, RunRef } from '../../ports/tracker.ts';

/** A job that was submitted before, by an earlier attempt or by the step that submits. */
export interface SubmittedJob extends Pick<JobStart, 'ticket' | 'against'> {
  /** Its run on the tracker, where that keeps one. */
  readonly ref: RunRef | undefined;
  /** Of an earlier attempt: one that failed is measured anew, for that attempt may have stopped it itself. */
  readonly earlier?: true;
}

/** One job to execute, or to go on with where an earlier attempt submitted it. */
export interface JobTask {
  readonly request: JobRequest;
  readonly side: JobStart['side'];
  /** The tracker's run that the job belongs to. */
  readonly parent: RunRef | undefined;
  readonly resumed?: SubmittedJob | undefined;
}

/** What became of one job: its measurement, or why there is none. */
export type JobOutcome = JobEnd;
