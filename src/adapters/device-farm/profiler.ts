// AWS Device Farm as a profiler: real phones of a cloud, both models of a pair in one session on the same phone.

import type { Device, Environment } from '../../domain/device.ts';
import { GateError } from '../../domain/errors.ts';
import type { Model, ModelIdentity } from '../../domain/model.ts';
import type { Settings } from '../../domain/settings.ts';
import type { JobRequest, JobState, JobTimes, PreparedModel, Profiler, Ticket } from '../../ports/profiler.ts';
import { nextPollMs } from '../http/poll-delay.ts';
import { orderRounds } from '../profiles/blocks.ts';
import { type Collected, type CollectSetup, collect, isBlocked } from './collect.ts';
import { type FarmTarget, toTargets } from './devices.ts';
import { inspectForPhone, programFor } from './inspect.ts';
import { type Launch, Launcher, type LaunchSetup } from './launch.ts';
import { minutesOf, toMeasurement } from './measurement.ts';
import type { FarmRun } from './schema.ts';
import { Sessions } from './sessions.ts';
import { decodeTicket, encodeTicket, type SessionTicket } from './ticket.ts';

export interface DeviceFarmProfilerSetup extends LaunchSetup, CollectSetup {
  /** As the user wrote them: names, ARNs, attributes. */
  readonly devices: readonly string[];
  readonly random: () => number;
}

/** More pairs than this are measured in another session: a session has a limit of time, and is one phone's luck. */
const MOST_IN_SESSION = 6;
/** Device Farm takes values of so many characters; the orders of all pairs are one, a word each. */
const LONGEST_VARIABLE = 256;
/** What a session costs beside its measuring (inferred). */
const OVERHEAD_MINUTES = 3;
const USUAL_PAIRS = 3;
/** A phone executes; everything else that a run does is waiting for it. */
const RUNNING = 'RUNNING';
const COMPLETED = 'COMPLETED';

interface Started {
  readonly runArn: string;
  readonly orders: readonly string[];
}

export class DeviceFarmProfiler implements Profiler {
  readonly name = 'device-farm';
  readonly evidence = { kind: 'pairs' } as const;
  readonly usualMinutes: number;
  readonly #setup: DeviceFarmProfilerSetup;
  readonly #launcher: Launcher;
  readonly #sessions: Sessions<JobRequest, Started>;
  readonly #models = new Map<string, Model>();
  /** Runs that have one of the places of `concurrency`, and those that were stopped. */
  readonly #held = new Set<string>();
  readonly #stopped = new Set<string>();
  readonly #looks = new Map<string, { readonly at: number; readonly run: Promise<FarmRun> }>();
  readonly #collected = new Map<string, Promise<Collected>>();
  readonly #lastSeen = new Map<string, JobState>();
  #targets: Promise<readonly FarmTarget[]> | undefined;
  #lonely = 0;

  constructor(setup: DeviceFarmProfilerSetup) {
    this.#setup = setup;
    this.#launcher = new Launcher(setup);
    const { options, signal } = setup;
    const start = (requests: readonly JobRequest[]) => this.#start(requests);
    this.#sessions = new Sessions({
      concurrency: options.concurrency,
      size: countInSession(options.rounds),
      signal,
      start,
    });
    const blockMinutes = (options['min-time'] + options['cool-down']) / 60_000;
    this.usualMinutes = OVERHEAD_MINUTES / USUAL_PAIRS + 4 * options.rounds * (blockMinutes + 0.05);
  }

  pollDelayMs(times: JobTimes): number {
    return nextPollMs(times, this.#setup.options['poll-interval'] * 1000, this.#setup.random);
  }

  async inspect(path: string, name: string): Promise<Model> {
    const model = await inspectForPhone(path, name);
    programFor(model, this.#setup.options.kind);
    return model;
  }

  /** The program and all that it is told: another one makes other times of equal bytes. */
  async settings(model: Pick<Model, 'format' | 'name'>): Promise<Settings> {
    const { kind, sha256 } = await this.#launcher.program(model);
    const { options } = this.#setup;
    const told = [kind, sha256.slice(0, 12), `${options.runs} runs`, `${options['min-time']} ms`, ...options.arguments];
    return { environment: { threads: String(options.threads), harness: told.join(' ') } };
  }

  async devices(): Promise<readonly Device[]> {
    return (await this.#listTargets()).map(({ device }) => device);
  }

  /** Nothing is uploaded yet: both models of a pair travel in one upload. What cannot be uploaded is found here. */
  async prepare(model: Model): Promise<PreparedModel> {
    await this.#launcher.program(model);
    await this.#launcher.project();
    this.#models.set(model.sha256, model);
    return { model, handle: '' };
  }

  /** Resolves when the session was scheduled: what waits for a free place among ours is not a device's queue. */
  async submit(request: JobRequest): Promise<Ticket> {
    const { device, model, beside } = request;
    const alone = beside === undefined;
    if (alone) this.#lonely += 1;
    // Jobs without a pair are evidence by themselves only where each has a session, and so a phone, of its own.
    const key = [device.name, model.model.sha256, alone ? `alone ${this.#lonely}` : beside.model.sha256].join(' ');
    const { started, place } = await this.#sessions.join({ key, request });
    const id = encodeTicket({ ...started, place });
    return { profiler: this.name, id, device: device.name, sha256: model.model.sha256, handle: '' };
  }

  /** Trouble of the service while polling is not the session's: the last state stands, and the time-outs decide. */
  async poll(ticket: Ticket): Promise<JobState> {
    const known = decodeTicket(ticket.id);
    if (known === undefined) return { state: 'failed', reason: 'it is no session of Device Farm' };
    const state = await this.#read(ticket, known).catch(async (error: unknown): Promise<JobState> => {
      if (!(error instanceof GateError) || error.code === 'not-permitted') throw error;
      if (error.code === 'invalid-input') {
        // Nobody could look at it any more, so it must not run on.
        await this.cancel(ticket);
        return { state: 'failed', reason: error.message };
      }
      return this.#lastSeen.get(ticket.id) ?? { state: 'waiting', detail: 'AWS does not answer' };
    });
    this.#lastSeen.set(ticket.id, state);
    if (state.state === 'done' || state.state === 'failed') this.#release(known.runArn);
    return state;
  }

  /** Minutes that were used are billed all the same. A run that cannot be stopped ends at its own limit. */
  async cancel(ticket: Ticket): Promise<void> {
    const known = decodeTicket(ticket.id);
    if (known === undefined) return;
    this.#release(known.runArn);
    const state = this.#lastSeen.get(ticket.id)?.state;
    if (this.#stopped.has(known.runArn) || state === 'done' || state === 'failed') return;
    this.#stopped.add(known.runArn);
    await this.#setup.api.stopRun(known.runArn).catch(() => undefined);
  }

  async #start(requests: readonly JobRequest[]): Promise<Started> {
    const [first] = requests;
    if (first === undefined) throw new Error('a session without a request');
    const { options, random } = this.#setup;
    const targets = await this.#listTargets();
    const target = targets.find(({ device }) => device.name === first.device.name);
    if (target === undefined) throw new Error(`the device ${first.device.name} is not in the list`);
    const letters = { baseline: first.beside === undefined ? '' : 'A', candidate: 'B' };
    const orders = requests.map(() =>
      orderRounds(options.rounds, random)
        .flat()
        .map((side) => letters[side])
        .join(''),
    );
    const launch: Launch = {
      target,
      orders,
      candidate: this.#modelOf(first.model),
      baseline: first.beside === undefined ? null : this.#modelOf(first.beside),
    };
    const runArn = await this.#launcher.start(launch);
    this.#held.add(runArn);
    return { runArn, orders };
  }

  async #read(ticket: Ticket, { runArn, orders, place }: SessionTicket): Promise<JobState> {
    const run = await this.#look(runArn);
    const detail = run.status.toLowerCase().replaceAll('_', ' ');
    if (run.status === RUNNING) return { state: 'running', detail };
    if (run.status !== COMPLETED) return { state: 'waiting', detail };
    const collecting = this.#collected.get(runArn) ?? collect(run, orders, this.#setup);
    this.#collected.set(runArn, collecting);
    try {
      const collected = await collecting;
      const pair = collected.result.pairs[place];
      if (pair === undefined || pair.kind === 'failed') {
        const deviceMs = minutesOf(place, collected);
        return { state: 'failed', reason: pair?.reason ?? 'it was not measured', ...deviceMs };
      }
      const chosen = await this.#chosen(ticket);
      const measured = { device: ticket.device, runArn, place, pair, collected, chosen };
      return { state: 'done', measurement: toMeasurement(measured, this.#setup.options['max-temperature']) };
    } catch (error) {
      if (isBlocked(error)) {
        this.#collected.delete(runArn);
        return { state: 'running', detail: 'its result cannot be fetched yet' };
      }
      throw error;
    }
  }

  /** All pairs of a session share one look at it. */
  #look(runArn: string): Promise<FarmRun> {
    const now = this.#setup.clock.now().getTime();
    const last = this.#looks.get(runArn);
    const fresh = this.#setup.options['poll-interval'] * 1000 * 0.7;
    if (last !== undefined && now - last.at < fresh) return last.run;
    const run = this.#setup.api.readRun(runArn);
    this.#looks.set(runArn, { at: now, run });
    run.catch(() => this.#looks.delete(runArn));
    return run;
  }

  /** What must be equal before two sessions are compared that did not measure side by side. */
  async #chosen({ sha256 }: Ticket): Promise<Environment> {
    const model = this.#models.get(sha256);
    return model === undefined ? {} : (await this.settings(model)).environment;
  }

  #release(runArn: string): void {
    if (this.#held.delete(runArn)) this.#sessions.release();
  }

  #listTargets(): Promise<readonly FarmTarget[]> {
    const { api, devices, options } = this.#setup;
    this.#targets ??= api.listDevices().then((found) => toTargets(found, devices, options['max-devices']));
    return this.#targets;
  }

  #modelOf({ model }: { readonly model: ModelIdentity }): Model {
    const known = this.#models.get(model.sha256);
    if (known !== undefined) return known;
    throw new Error(`the model ${model.name} was not prepared`);
  }
}

/** How many pairs fit into one session: A B B A is four letters a round. */
function countInSession(rounds: number): number {
  const fitting = Math.floor((LONGEST_VARIABLE + 1) / (4 * rounds + 1));
  return Math.max(1, Math.min(MOST_IN_SESSION, fitting));
}
