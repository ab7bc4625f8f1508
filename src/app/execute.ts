// Executes jobs to their end: submit, poll, time waiting and running apart, give up in time.

import type { Clock, Logger } from '../ports/machine.ts';
import type { JobRequest, JobState, Measurement, Profiler, Ticket } from '../ports/profiler.ts';

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
  const { profiler, log } = execution;
  const tickets: Ticket[] = [];
  for (const request of requests) tickets.push(await profiler.submit(request));
  let done = 0;
  const tell = () => log.progress(`Measuring on ${profiler.name}: ${done} of ${requests.length} done`);
  tell();
  try {
    return await Promise.all(
      tickets.map(async (ticket) => {
        const ended = await follow(ticket, execution);
        done += 1;
        tell();
        return ended;
      }),
    );
  } catch (error) {
    for (const ticket of tickets) await profiler.cancel?.(ticket);
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
