// Vertesia as a profiler of prompts: a job is a number of executions of one interaction, one after another.

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Device } from '../../domain/device.ts';
import { GateError, messageOf } from '../../domain/errors.ts';
import type { Model, ModelIdentity } from '../../domain/model.ts';
import { canonicalJson } from '../../formats/canonical.ts';
import { describeIssues } from '../../formats/issues.ts';
import type { Clock } from '../../ports/machine.ts';
import type { JobRequest, JobState, PreparedModel, Profiler, Ticket } from '../../ports/profiler.ts';
import type { Fetch } from '../http/fetch.ts';
import type { VertesiaApi } from './api.ts';
import { digestOf, LONGEST_HANDLE } from './content.ts';
import type { VertesiaOptions } from './options.ts';
import { type Execution, InteractionFile } from './schema.ts';
import { timeFirstChunk } from './stream.ts';
import {
  describeUnit,
  findCache,
  isMostlyFailed,
  type JobTags,
  type Sample,
  settleUnit,
  type TimeUnit,
  toJob,
  toTags,
} from './translate.ts';

export interface VertesiaProfilerSetup {
  readonly api: VertesiaApi;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly options: VertesiaOptions;
  /** `environment/model`, as the user named them: nothing lists those that were never used. */
  readonly devices: readonly string[];
  /** What all executions are tagged with. */
  readonly tags: Pick<JobTags, 'mode' | 'repository' | 'key' | 'commit' | 'branch' | 'attempt'>;
  readonly runTimeoutMs: number;
}

const ENDED = ['completed', 'failed'];

interface RunningExecution {
  state: JobState;
  /** A refused key is no failed job: it stops everything. */
  refusal?: GateError;
}

export class VertesiaProfiler implements Profiler {
  readonly name = 'vertesia';
  readonly evidence = { kind: 'jobs', atOnce: 8 } as const;
  readonly endsWithStep = true;
  readonly #setup: VertesiaProfilerSetup;
  readonly #jobs = new Map<string, RunningExecution>();
  /** Whatever their length; handles of long ones are not kept with a record. */
  readonly #interactions = new Map<string, InteractionFile>();
  /** The end of each device's queue: its executions never overlap, others' do not disturb them. */
  readonly #queues = new Map<string, Promise<void>>();

  constructor(setup: VertesiaProfilerSetup) {
    this.#setup = setup;
  }

  pollDelayMs(): number {
    return 200;
  }

  /** A JSON file; equal bytes prove nothing, for a provider changes under the same prompt. */
  async inspect(path: string, name: string): Promise<Model> {
    const interaction = await readInteraction(path);
    const sha256 = digestOf(interaction);
    this.#interactions.set(sha256, interaction);
    return { name, sha256, sizeBytes: 0, format: 'interaction', hosted: true, path, files: [] };
  }

  async devices(): Promise<readonly Device[]> {
    return this.#setup.devices.map((name) => {
      if (!/^[^/]+\/.+$/.test(name)) throw refuseDevice(name);
      return { name, description: 'an environment and its model' };
    });
  }

  async prepare(model: Model): Promise<PreparedModel> {
    const handle = canonicalJson(await readInteraction(model.path));
    return { model, handle: handle.length > LONGEST_HANDLE ? '' : handle };
  }

  recall(model: ModelIdentity, handle: string): PreparedModel {
    return { model, handle };
  }

  async submit({ model, device, side = 'candidate' }: JobRequest): Promise<Ticket> {
    const { sha256 } = model.model;
    const interaction = this.#interactions.get(sha256) ?? InteractionFile.safeParse(parseJson(model.handle)).data;
    if (interaction === undefined) {
      const advice = 'Shorten the data, or leave the baseline to its recorded executions.';
      throw new GateError('model-unreadable', `${model.model.name} is too long to have been kept.`, advice);
    }
    const id = randomUUID();
    const job: RunningExecution = { state: { state: 'waiting', detail: 'other executions go first' } };
    this.#jobs.set(id, job);
    const before = this.#queues.get(device.name) ?? Promise.resolve();
    const { name } = device;
    this.#queues.set(
      name,
      before.then(() => this.#run({ id, interaction, model: model.model, device: name, side }, job)),
    );
    return { profiler: this.name, id, device: name, sha256, handle: model.handle };
  }

  async poll(ticket: Ticket): Promise<JobState> {
    const job = this.#jobs.get(ticket.id);
    if (job?.refusal !== undefined) throw job.refusal;
    return job?.state ?? { state: 'failed', reason: 'the process that executed it has ended' };
  }

  /** The executions under way end by themselves; no further ones are started. */
  async cancel(ticket: Ticket): Promise<void> {
    this.#jobs.delete(ticket.id);
  }

  /** Never rejects: whatever happens becomes the job's state. */
  async #run({ id, interaction, model, device, side }: Execute, job: RunningExecution): Promise<void> {
    const { options, tags } = this.#setup;
    const version = String(interaction.version ?? '');
    const what = { model: model.name, sha256: model.sha256, version, device };
    const own = { ...tags, ...what, side: side === 'baseline' ? side : '' };
    const repeat = async (count: number, wanted: readonly string[], tell: (done: number) => JobState) => {
      const samples: Sample[] = [];
      for (let index = 0; index < count && this.#jobs.has(id); index += 1) {
        job.state = tell(index);
        samples.push(await this.#execute(interaction, device, wanted));
      }
      return samples;
    };
    try {
      const warm = await repeat(options.warmup, toTags(own), () => ({ state: 'running', detail: 'warming up' }));
      const unit = settleUnit(warm);
      const counted = toTags({ ...own, job: id, of: String(options.executions), unit });
      const samples = await repeat(options.executions, counted, (done) => ({
        state: 'running',
        detail: `${done} of ${options.executions} executions`,
      }));
      job.state = toState(samples, unit, device);
    } catch (error) {
      job.state = { state: 'failed', reason: messageOf(error) };
      if (error instanceof GateError && error.code === 'not-permitted') job.refusal = error;
    }
  }

  async #execute(interaction: InteractionFile, device: string, tags: readonly string[]): Promise<Sample> {
    const { api, clock, fetch, options, runTimeoutMs } = this.#setup;
    const [environment = '', ...model] = device.split('/');
    const config = { ...interaction.config, environment, model: model.join('/') };
    const version = interaction.version === undefined ? undefined : String(interaction.version);
    const { interaction: id, data } = interaction;
    const startedAt = clock.now().getTime();
    const now = () => clock.now().getTime();
    let execution = await api.execute({ interaction: id, data, config, tags, stream: options.streaming }, version);
    const chunk =
      options.streaming && !ENDED.includes(execution.status)
        ? timeFirstChunk(await api.streamAddress(execution.id), startedAt, fetch, now)
        : undefined;
    while (!ENDED.includes(execution.status)) {
      if (now() - startedAt > runTimeoutMs)
        throw new Error(`an execution took longer than run-timeout, ${runTimeoutMs / 1000} s`);
      await clock.sleep(options['poll-interval'] * 1000);
      execution = await api.read(execution.id);
    }
    return { execution, wallMs: now() - startedAt, firstChunkMs: await chunk };
  }
}

interface Execute {
  readonly id: string;
  readonly interaction: InteractionFile;
  readonly model: ModelIdentity;
  readonly device: string;
  readonly side: NonNullable<JobRequest['side']>;
}

function toState(samples: readonly Sample[], unit: TimeUnit, device: string): JobState {
  const failed = samples.map(({ execution }) => execution).filter(({ status }) => status !== 'completed');
  const job = toJob(samples, unit);
  if (job === undefined || isMostlyFailed(samples)) {
    return { state: 'failed', reason: `${failed.length} of ${samples.length} executions failed${tellWhy(failed)}` };
  }
  const [environment = '', ...model] = device.split('/');
  const facts = { device: model.join('/'), environment, clock: unit === 'wall' ? 'around the call' : "the service's" };
  const told = { code: 'time-unit', facts: { device, taken: describeUnit(unit) } } as const;
  return {
    state: 'done',
    measurement: { kind: 'job', job, environment: facts, findings: [told, ...findCache(samples, job, device)] },
  };
}

function tellWhy(failed: readonly Execution[]): string {
  const words = failed.map(({ failure }) => failure).find((failure) => failure !== '');
  return words === undefined ? '' : `: ${words.slice(0, 200)}`;
}

async function readInteraction(path: string): Promise<InteractionFile> {
  const advice = 'Give a JSON file: {"interaction": "<id>", "version": "…", "data": {…}}.';
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new GateError('model-missing', `model: ${path} cannot be read.`, advice, error);
  });
  const parsed = InteractionFile.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new GateError(
    'model-unreadable',
    `model: ${path} is no interaction: ${describeIssues(parsed.error)}.`,
    advice,
    parsed.error,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuseDevice(name: string): GateError {
  return new GateError(
    'unknown-device',
    `devices: found "${name}"; allowed with the backend vertesia: environment/model, such as openai-prod/gpt-4o.`,
    'Give the environment’s id or name, a slash, and the model.',
  );
}
