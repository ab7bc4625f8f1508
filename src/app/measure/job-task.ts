// One job to execute, and what became of it.

import type { JobRequest, Ticket } from '../../ports/profiler.ts';
import type { JobEnd, JobStart, RunRef } from '../../ports/tracker.ts';

/** One job to execute, or to go on with where an earlier attempt submitted it. */
export interface JobTask {
  readonly request: JobRequest;
  readonly side: JobStart['side'];
  /** The tracker's run that the job belongs to. */
  readonly parent: RunRef | undefined;
  readonly resumed?: { readonly ticket: Ticket; readonly ref: RunRef | undefined } | undefined;
}

/** What became of one job: its measurement, or why there is none. */
export type JobOutcome = JobEnd;
