// Executes jobs to their end: submit, poll, time waiting and running apart, give up in time.

import type { Ticket, JobRequest, JobState, Measurement, Profiler } from '../ports/profiler.ts';
import type { Clock, Logger } from '../ports/machine.ts';

export interface Execution {
  readonly profiler: Profiler;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly runTimeoutMs: number;
}

/** What became of one job: its measurement, or why there is none. */
export type Ended = { readonly measurement: Measurement } | { readonly failure: string };

/** Submits all requests and polls until each has ended; answers in the order of the requests. */
export async function execute(requests: readonly JobRequest[], execution: Execution): Promise<readonly Ended[]> {
  const tickets: Ticket[] = [];
  for (const request of requests) tickets.push(await execution.profiler.submit(request));
  try {
    return await Promise.all(tickets.map((ticket) => follow(ticket, execution)));
  } catch (error) {
    for (const ticket of tickets) await execution.profiler.cancel?.(ticket);
    throw error;
  }
}

async function follow(ticket: Ticket, execution: Execution): Promise<Ended> {
  const { profiler, clock, signal, runTimeoutMs } = execution;
  let runningSince: number | undefined;
  for (;;) {
    signal.throwIfAborted();
    const state = await profiler.poll(ticket);
    const ended = toEnded(state);
    if (ended !== undefined) return ended;
    if (state.state === 'running') runningSince ??= clock.now().getTime();
    if (runningSince !== undefined && clock.now().getTime() - runningSince > runTimeoutMs) {
      await profiler.cancel?.(ticket);
      return { failure: `it ran longer than run-timeout, ${runTimeoutMs / 1000} s` };
    }
    await clock.sleep(profiler.pollEveryMs, signal);
  }
}

function toEnded(state: JobState): Ended | undefined {
  if (state.state === 'done') return { measurement: state.measurement };
  if (state.state === 'failed') return { failure: state.reason };
  return undefined;
}
