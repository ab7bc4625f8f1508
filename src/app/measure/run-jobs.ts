// Executes jobs to their end: submit, poll, time waiting and running apart, give up in time.

import { GateError } from '../../domain/errors.ts';
import type { Clock, Logger } from '../../ports/machine.ts';
import type { JobRequest, JobState, Profiler, Ticket } from '../../ports/profiler.ts';
import type { DeviceMinutes } from './device-minutes.ts';
import { jobsAtOnce } from './evidence-plan.ts';
import type { JobDurations } from './job-durations.ts';
import type { JobOutcome, JobTask } from './job-task.ts';
import type { OpenRuns } from './open-runs.ts';

export interface JobTools {
  readonly profiler: Profiler;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly openRuns: OpenRuns;
  /** Waiting for a device, and executing on it, are timed apart. */
  readonly queueTimeoutMs: number;
  readonly runTimeoutMs: number;
  readonly minutes: Pick<DeviceMinutes, 'add'>;
  readonly durations: JobDurations;
}

/** Executes all work, so many at once as the profiler takes; answers in the order of the work. */
export async function runJobs(work: readonly JobTask[], execution: JobTools): Promise<readonly JobOutcome[]> {
  const { profiler, log } = execution;
  // One job that meets a refused key stops all the others at once.
  const stop = new AbortController();
  const stoppable = { ...execution, signal: AbortSignal.any([execution.signal, stop.signal]) };
  const ended: JobOutcome[] = [];
  let done = 0;
  let next = 0;
  const tell = (detail = '') => log.progress(`Measuring on ${profiler.name}: ${done} of ${work.length} done${detail}`);
  const worker = async () => {
    for (let item = work[next]; item !== undefined && !stoppable.signal.aborted; item = work[next]) {
      const index = next;
      next += 1;
      ended[index] = await runJob(item, stoppable, tell);
      done += 1;
      tell();
    }
  };
  tell();
  const workers = Array.from({ length: Math.min(work.length, jobsAtOnce(profiler)) }, worker);
  await Promise.all(workers).catch(async (error: unknown) => {
    stop.abort(error);
    await Promise.allSettled(workers);
    throw error;
  });
  return ended;
}

async function runJob(work: JobTask, execution: JobTools, tell: (detail: string) => void): Promise<JobOutcome> {
  const { request, side, parent } = work;
  const { openRuns, profiler, clock, durations } = execution;
  const { model } = request.model;
  const ticket = work.resumed?.ticket ?? (await submit(request, profiler));
  if ('failure' in ticket) return ticket;
  const ref =
    work.resumed?.ref ?? (await openRuns.begin(parent, { ticket, side, model, against: request.beside?.model.sha256 }));
  if (work.resumed?.ref !== undefined) openRuns.resumed(work.resumed.ref);
  try {
    const startedAt = clock.now().getTime();
    // What had ended in an earlier attempt was paid for by that one.
    const tools = ref?.settled === true ? { ...execution, minutes: { add: () => undefined } } : execution;
    const ended = await follow(ticket, tools, tell);
    const whole = 'measurement' in ended && work.resumed === undefined;
    if (whole) durations.add(ticket.device, clock.now().getTime() - startedAt);
    await openRuns.end(ref, model.name, ended);
    return ended;
  } catch (error) {
    await profiler.cancel?.(ticket);
    throw error;
  }
}

/** Only a refused key stops everything; any other refusal is this job's own failure. */
async function submit(request: JobRequest, profiler: Profiler): Promise<Ticket | { readonly failure: string }> {
  try {
    return await profiler.submit(request);
  } catch (error) {
    if (!(error instanceof GateError) || error.code === 'not-permitted') throw error;
    return { failure: error.message };
  }
}

async function follow(ticket: Ticket, execution: JobTools, tell: (detail: string) => void): Promise<JobOutcome> {
  const { profiler, clock, signal } = execution;
  const submittedAt = clock.now().getTime();
  let phase = { running: false, since: submittedAt };
  const usualMs = execution.durations.usual(ticket.device);
  for (;;) {
    signal.throwIfAborted();
    const state = await profiler.poll(ticket);
    const ended = toOutcome(state);
    const now = clock.now().getTime();
    if (ended !== undefined) {
      execution.minutes.add(deviceMsOf(state) ?? now - phase.since);
      return ended;
    }
    const running = state.state === 'running';
    if (running !== phase.running) phase = { running, since: now };
    const detail = 'detail' in state ? state.detail : '';
    if (detail !== '' && isElsewhere(profiler)) tell(`; ${ticket.device}: ${detail}`);
    const late = findTimeout({ now, submittedAt, phase, detail }, execution);
    if (late !== undefined) {
      addLate(phase, now, execution);
      await profiler.cancel?.(ticket);
      return { failure: late, left: true };
    }
    await clock.sleep(profiler.pollDelayMs({ elapsedMs: now - submittedAt, usualMs }), signal);
  }
}

/** Of what is rented or queued elsewhere people want to know how it stands. */
function isElsewhere(profiler: Profiler): boolean {
  return Number.isFinite(jobsAtOnce(profiler)) || profiler.usualMinutes !== undefined;
}

/** What only waited had no device. */
function addLate({ running, since }: Times['phase'], now: number, { minutes }: Pick<JobTools, 'minutes'>): void {
  if (running) minutes.add(now - since);
}

interface Times {
  readonly now: number;
  readonly submittedAt: number;
  /** Waiting or running, and since when: a job may go back to waiting. */
  readonly phase: { readonly running: boolean; readonly since: number };
  readonly detail: string;
}

function findTimeout(
  { now, submittedAt, phase, detail }: Times,
  { queueTimeoutMs, runTimeoutMs }: Pick<JobTools, 'queueTimeoutMs' | 'runTimeoutMs'>,
): string | undefined {
  // However often it changes between the two.
  const isOver = now - submittedAt > queueTimeoutMs + runTimeoutMs;
  if (phase.running) {
    return isOver || now - phase.since > runTimeoutMs
      ? `it ran longer than run-timeout, ${runTimeoutMs / 1000} s`
      : undefined;
  }
  const told = detail === '' ? '' : ` (${detail})`;
  return isOver || now - phase.since > queueTimeoutMs
    ? `no device was free within queue-timeout, ${queueTimeoutMs / 1000} s${told}`
    : undefined;
}

/** As the profiler tells it; several subjects may have had the device together. */
function deviceMsOf(state: JobState): number | undefined {
  if (state.state === 'failed') return state.deviceMs;
  return state.state === 'done' ? state.measurement.deviceMs : undefined;
}

function toOutcome(state: JobState): JobOutcome | undefined {
  if (state.state === 'done') return { measurement: state.measurement };
  if (state.state === 'failed')
    return { failure: state.reason, ...(state.code === undefined ? {} : { code: state.code }) };
  return undefined;
}
