// The user's own measuring program as a profiler: it is run in blocks A B B A on the user's own device and never told
// which side it measures.

import type { Device, Environment } from '../../domain/device.ts';
import { expectedMessageOf } from '../../domain/errors.ts';
import type { Model } from '../../domain/model.ts';
import type { Settings } from '../../domain/settings.ts';
import type { JobRequest, JobState, Measurement, PreparedModel, Profiler, Ticket } from '../../ports/profiler.ts';
import { orderRounds } from '../profiles/blocks.ts';
import { findHeat } from '../profiles/heat.ts';
import { selectBenchmarks } from '../profiles/read-results.ts';
import { Unmeasured } from '../profiles/to-job.ts';
import { listDevices } from './devices.ts';
import { inspectTree } from './model-tree.ts';
import { DeviceQueue } from './queue.ts';
import { type MeasuredBlocks, takeBenchmark } from './session.ts';
import { Sittings, type SittingsSetup } from './sittings.ts';

export interface CommandProfilerSetup extends SittingsSetup {
  /** Names that the user gave; with none, `devicesCommand` lists them. */
  readonly devices: readonly string[];
  readonly devicesCommand: readonly string[] | undefined;
  readonly concurrency: number;
  /** Equal where the same program is called in the same way. */
  readonly identity: string;
}

const POLL_MS = 200;
const SEPARATOR = ' · ';

interface Waiting {
  readonly ticket: Ticket;
  readonly request: JobRequest;
}

export class CommandProfiler implements Profiler {
  readonly name = 'command';
  readonly evidence = { kind: 'pairs' } as const;
  readonly endsWithStep = true;
  readonly #setup: CommandProfilerSetup;
  readonly #queue: DeviceQueue;
  readonly #states = new Map<string, JobState>();
  /** What broke a job and is no expected failure: told when the job is asked for. */
  readonly #bugs = new Map<string, unknown>();
  readonly #waiting: Waiting[] = [];
  readonly #models = new Map<string, Model>();
  readonly #sittings: Sittings;
  /** The device that a subject is measured on, by the subject's name. */
  readonly #devices = new Map<string, string>();
  /** The benchmark that a subject stands for, where one call reports several. */
  readonly #benchmarks = new Map<string, string>();
  /** Levels of the blocks of a device in the order of time, each as a share of its own side's first. */
  readonly #levels = new Map<string, number[]>();

  constructor(setup: CommandProfilerSetup) {
    this.#setup = setup;
    this.#queue = new DeviceQueue(setup.concurrency);
    this.#sittings = new Sittings(setup);
    setup.harness.signal.addEventListener('abort', () => void this.close(), { once: true });
  }

  pollDelayMs(): number {
    return POLL_MS;
  }

  async inspect(path: string, name: string): Promise<Model> {
    const model = await inspectTree(path, name);
    this.#models.set(model.sha256, model);
    return model;
  }

  /** Equal bytes measured by another program, or otherwise, are not identical. */
  async settings(): Promise<Settings> {
    return { environment: this.#chosen() };
  }

  /** The devices, and one subject for each wanted benchmark of theirs where the option asks for several. */
  async devices(): Promise<readonly Device[]> {
    const own = await this.#ownDevices();
    const { benchmark } = this.#setup.options;
    const [model] = this.#models.values();
    if (benchmark === undefined || model === undefined) return own;
    const subjects: Device[] = [];
    for (const device of own) {
      const session = await this.#sittings.open(device.name, model, null);
      const { candidate } = await session.measure([['candidate']]);
      const found = selectBenchmarks(candidate[0]?.benchmarks ?? [], [benchmark].flat());
      const [only, another] = found;
      if (only !== undefined && another === undefined) {
        this.#benchmarks.set(device.name, only.name);
        subjects.push(device);
      } else {
        for (const { name } of found) {
          this.#benchmarks.set(device.name + SEPARATOR + name, name);
          this.#devices.set(device.name + SEPARATOR + name, device.name);
          subjects.push({ ...device, name: device.name + SEPARATOR + name, of: device.name });
        }
      }
    }
    return subjects;
  }

  async prepare(model: Model): Promise<PreparedModel> {
    this.#models.set(model.sha256, model);
    return { model, handle: model.path };
  }

  async submit(request: JobRequest): Promise<Ticket> {
    const ticket: Ticket = {
      profiler: this.name,
      id: String(this.#states.size + 1),
      device: request.device.name,
      sha256: request.model.model.sha256,
      handle: '',
    };
    this.#states.set(ticket.id, { state: 'waiting', detail: 'for the job before it' });
    this.#waiting.push({ ticket, request });
    this.#queue.add(deviceOf(request), () => this.#measureNext(deviceOf(request)));
    return ticket;
  }

  async poll(ticket: Ticket): Promise<JobState> {
    if (this.#bugs.has(ticket.id)) throw this.#bugs.get(ticket.id);
    return this.#states.get(ticket.id) ?? { state: 'failed', reason: 'no such job in this process' };
  }

  async cancel(ticket: Ticket): Promise<void> {
    const state = this.#states.get(ticket.id)?.state;
    if (state === 'done' || state === 'failed') return;
    this.#states.set(ticket.id, { state: 'failed', reason: 'cancelled' });
    if (state === 'running') await this.#sittings.stop(this.#devices.get(ticket.device) ?? ticket.device);
  }

  /** Ends what stays open. */
  close(): Promise<void> {
    return this.#sittings.close();
  }

  /** One measurement serves every subject of the device that waits for the same two models. */
  async #measureNext(device: string): Promise<void> {
    const [first] = this.#waiting.filter(({ request }) => deviceOf(request) === device);
    if (first === undefined) return;
    const batch = this.#waiting.filter(
      ({ request, ticket }, index, all) =>
        deviceOf(request) === device &&
        sidesOf(request) === sidesOf(first.request) &&
        all.findIndex(
          (other) => other.ticket.device === ticket.device && sidesOf(other.request) === sidesOf(request),
        ) === index,
    );
    for (const item of batch) {
      this.#waiting.splice(this.#waiting.indexOf(item), 1);
      if (this.#states.get(item.ticket.id)?.state === 'waiting')
        this.#states.set(item.ticket.id, { state: 'running', detail: 'measuring' });
    }
    const { clock } = this.#setup;
    const startedAt = clock.now().getTime();
    const measured = await this.#measure(first.request).then(
      (blocks) => ({ blocks }),
      (error: unknown) => ({ error }),
    );
    const tookMs = clock.now().getTime() - startedAt;
    for (const [index, { ticket }] of batch.entries()) {
      if (this.#states.get(ticket.id)?.state !== 'running') continue;
      try {
        if ('error' in measured) throw measured.error;
        this.#states.set(ticket.id, this.#finish(ticket, device, measured.blocks, index === 0 ? tookMs : 0));
      } catch (error) {
        this.#fail(ticket, error);
      }
    }
  }

  /** An expected failure is one of this job; anything else is a bug. */
  #fail({ id }: Ticket, error: unknown): void {
    const reason = reasonOf(error) ?? (this.#setup.harness.signal.aborted ? 'it was stopped' : undefined);
    if (reason === undefined) this.#bugs.set(id, error);
    else this.#states.set(id, { state: 'failed', reason });
  }

  async #measure({ device, model, beside, ...request }: JobRequest): Promise<MeasuredBlocks> {
    const name = device.of ?? device.name;
    const candidate = this.#modelOf(model);
    const baseline = beside === undefined ? null : this.#modelOf(beside);
    const session = await this.#sittings.open(name, candidate, baseline);
    const blocks = await session.measure(orderRounds(this.#setup.options.rounds, this.#setup.random));
    if (request.side !== 'baseline') this.#noteLevels(name, blocks);
    return blocks;
  }

  #finish(ticket: Ticket, device: string, blocks: MeasuredBlocks, deviceMs: number): JobState {
    const { layers, metrics, ...evidence } = takeBenchmark(blocks, this.#benchmarks.get(ticket.device));
    const measurement: Measurement = {
      ...evidence,
      deviceMs,
      environment: this.#environment(device, blocks),
      findings: findHeat(device, this.#levels.get(device) ?? []),
      ...(metrics.length > 0 ? { metrics } : {}),
      ...(layers.length > 0 ? { layers } : {}),
    };
    return { state: 'done', measurement };
  }

  #environment(device: string, { candidate }: MeasuredBlocks): Environment {
    const [first] = candidate;
    return { device, tool: first?.tool ?? 'unknown', ...first?.environment, ...this.#chosen() };
  }

  #chosen(): Environment {
    const given = Object.entries(this.#setup.options.environment).map(([name, value]) => [name, String(value)]);
    return { harness: this.#setup.identity, ...Object.fromEntries(given) };
  }

  #noteLevels(device: string, blocks: MeasuredBlocks): void {
    const known = this.#levels.get(device) ?? [];
    for (const side of [blocks.baseline, blocks.candidate]) {
      const levels = side.flatMap(
        ({ benchmarks }) => benchmarks[0]?.readings.find(({ metric }) => metric.unit === 'ms')?.value ?? [],
      );
      const [first] = levels;
      if (first !== undefined && first > 0) known.push(...levels.map((level) => level / first));
    }
    this.#levels.set(device, known);
  }

  async #ownDevices(): Promise<readonly Device[]> {
    const { devices, devicesCommand, harness } = this.#setup;
    if (devicesCommand !== undefined) return listDevices(devicesCommand, { ...harness, env: harness.env });
    const names = devices.length > 0 ? devices : ['this machine'];
    return names.map((name) => ({ name, description: 'where the command measures' }));
  }

  #modelOf({ model }: PreparedModel): Model {
    const known = this.#models.get(model.sha256);
    if (known !== undefined) return known;
    throw new Error(`the model ${model.name} was not prepared`);
  }
}

function reasonOf(error: unknown): string | undefined {
  return error instanceof Unmeasured ? error.message : expectedMessageOf(error);
}

function deviceOf({ device }: JobRequest): string {
  return device.of ?? device.name;
}

function sidesOf({ model, beside }: JobRequest): string {
  return `${model.model.sha256} ${beside?.model.sha256 ?? ''}`;
}
