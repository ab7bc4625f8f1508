// The sittings of a gate: one for each device and pair of models, opened when it is first needed. What has to be undone
// at the end is remembered here: programs that stay, placed models, set-ups.

import { join } from 'node:path';
import type { Model } from '../../domain/model.ts';
import type { Clock } from '../../ports/machine.ts';
import { splitCommand } from './arguments.ts';
import { callProgram } from './call.ts';
import { createCallHarness, type Harness, type HarnessSetup } from './harness.ts';
import { type NeutralModel, placeNeutrally } from './neutral-path.ts';
import type { CommandOptions } from './options.ts';
import { createServeHarness } from './serve.ts';
import { Session } from './session.ts';

export interface SittingsSetup {
  readonly options: CommandOptions;
  readonly harness: Omit<HarnessSetup, 'folder'>;
  readonly temporaryFolder: string;
  readonly clock: Clock;
  readonly random: () => number;
}

export class Sittings {
  readonly #setup: SittingsSetup;
  readonly #sessions = new Map<string, Promise<Session>>();
  readonly #placed = new Map<string, Promise<NeutralModel>>();
  readonly #ready = new Set<string>();

  constructor(setup: SittingsSetup) {
    this.#setup = setup;
  }

  /** One session for two models on a device: what stays open stays open for all their pairs. */
  open(device: string, candidate: Model, baseline: Model | null): Promise<Session> {
    const key = [device, candidate.sha256, baseline?.sha256 ?? ''].join('\0');
    const session = this.#sessions.get(key) ?? this.#openSession(device, candidate, baseline);
    this.#sessions.set(key, session);
    return session;
  }

  /** Ends what is being measured on a device, for nobody waits for it any more. */
  async stop(device: string): Promise<void> {
    for (const [key, session] of this.#sessions) {
      if (!key.startsWith(`${device}\0`)) continue;
      this.#sessions.delete(key);
      (await session.catch(() => undefined))?.close();
    }
  }

  /** Ends programs that stay, runs the tear-down of each device, and removes the placed models. */
  async close(): Promise<void> {
    for (const session of this.#sessions.values()) (await session.catch(() => undefined))?.close();
    this.#sessions.clear();
    const tearDown = this.#setup.options['tear-down'];
    const devices = tearDown === undefined ? [] : [...this.#ready];
    this.#ready.clear();
    for (const device of devices) await this.#callOnce(tearDown ?? '', device, 'tear-down').catch(() => undefined);
    for (const placed of this.#placed.values()) await placed.then(({ remove }) => remove()).catch(() => undefined);
    this.#placed.clear();
  }

  async #openSession(device: string, candidate: Model, baseline: Model | null): Promise<Session> {
    const { options, clock, harness } = this.#setup;
    const setUp = options['set-up'];
    if (setUp !== undefined && !this.#ready.has(device)) await this.#callOnce(setUp, device, 'set-up');
    this.#ready.add(device);
    const sides = {
      baseline: baseline === null ? null : await this.#openHarness(device, baseline, 'a'),
      candidate: await this.#openHarness(device, candidate, 'b'),
    };
    const pauseMs = options['cool-down'];
    const coolDown = async () => (pauseMs === undefined ? undefined : clock.sleep(pauseMs, harness.signal));
    return new Session(sides, { warmUp: options['warm-up'], coolDown });
  }

  async #openHarness(device: string, model: Model, side: string): Promise<Harness> {
    const { temporaryFolder, harness, options, random } = this.#setup;
    const key = side + model.sha256;
    const id = () =>
      Math.floor(random() * 36 ** 8)
        .toString(36)
        .padStart(8, '0');
    const placed = this.#placed.get(key) ?? placeNeutrally(model, join(temporaryFolder, 'models'), id());
    this.#placed.set(key, placed);
    const facts = { model: (await placed).path, device };
    const setup = { ...harness, folder: join(temporaryFolder, 'calls', id()) };
    return options.serve ? createServeHarness(facts, setup) : createCallHarness(facts, setup);
  }

  async #callOnce(command: string | readonly string[], device: string, input: string): Promise<void> {
    const { harness } = this.#setup;
    const env = { ...harness.env, LATENCY_GATE_DEVICE: device };
    const args = splitCommand(command, input).map((argument) => argument.replaceAll('{device}', device));
    await callProgram(args, { ...harness, env });
  }
}
