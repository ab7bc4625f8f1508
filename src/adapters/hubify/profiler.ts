// Hubify as a profiler: an experiment is a job, a compute mode is a device. Polled through the list, for that is live.

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { Device } from '../../domain/device.ts';
import { GateError, messageOf } from '../../domain/errors.ts';
import type { Model, ModelIdentity } from '../../domain/model.ts';
import { type CommitRef, shortSha } from '../../domain/run.ts';
import { describeIssues } from '../../formats/issues.ts';
import type { Clock } from '../../ports/machine.ts';
import type { JobRequest, JobState, PreparedModel, Profiler, Ticket } from '../../ports/profiler.ts';
import { ServiceError } from '../http/service-errors.ts';
import type { HubifyApi } from './api.ts';
import type { HubifyOptions } from './options.ts';
import type { Experiment } from './schema.ts';
import { COMPUTE_MODES, digestReference, toJob } from './translate.ts';

export interface HubifyProfilerSetup {
  readonly api: HubifyApi;
  readonly clock: Clock;
  readonly options: HubifyOptions;
  readonly commit: CommitRef;
}

const Reference = z.strictObject({
  template: z.string().min(1).optional(),
  config: z.record(z.string(), z.unknown()).optional(),
});
type Reference = z.output<typeof Reference>;

interface CompleteReference {
  readonly template: string | undefined;
  readonly config: Readonly<Record<string, unknown>>;
}

/** About 60 calls a minute are free; all jobs share one look at the list. */
const MOST_AT_ONCE = 8;

export class HubifyProfiler implements Profiler {
  readonly name = 'hubify';
  readonly evidence = { kind: 'jobs', atOnce: MOST_AT_ONCE } as const;
  readonly #setup: HubifyProfilerSetup;
  readonly #references = new Map<string, CompleteReference>();
  /** Experiments made here: the list may lag behind them. */
  readonly #made = new Set<string>();
  readonly #ended = new Set<string>();
  readonly #lastSeen = new Map<string, JobState>();
  #listed: { readonly at: number; readonly experiments: Promise<readonly Experiment[]> } | undefined;

  constructor(setup: HubifyProfilerSetup) {
    this.#setup = setup;
  }

  pollDelayMs(): number {
    return this.#setup.options['poll-interval'] * 1000;
  }

  /** Nothing can be uploaded: a file is no model but says, as JSON, what is executed: `{template, config}`. */
  async inspect(path: string, name: string): Promise<Model> {
    return this.#toModel(name, await readReference(path), path);
  }

  /** Without a file the options alone say it. */
  async refer(name: string): Promise<Model> {
    return this.#toModel(name, {}, '');
  }

  async devices(): Promise<readonly Device[]> {
    return COMPUTE_MODES.map((name) => ({ name, description: 'a compute mode of the lab' }));
  }

  /** The handle is what the experiment is made of, so that a later run can repeat it. */
  async prepare(model: Model): Promise<PreparedModel> {
    const reference = this.#references.get(model.sha256) ?? this.#complete({});
    return { model, handle: JSON.stringify({ ...reference, commit: this.#setup.commit.sha }) };
  }

  recall(model: ModelIdentity, handle: string): PreparedModel {
    return { model, handle };
  }

  #toModel(name: string, written: Reference, path: string): Model {
    const reference = this.#complete(written);
    const sha256 = digestReference(reference.template, reference.config);
    this.#references.set(sha256, reference);
    return { name, sha256, sizeBytes: 0, format: 'template', hosted: true, path, files: [] };
  }

  #complete({ template, config }: Reference): CompleteReference {
    const { options } = this.#setup;
    return { template: template ?? options.template, config: { ...options.config, ...config } };
  }

  /** An unanswered POST may have been carried out: the experiment is looked for by our own identifier. */
  async submit({ model, device }: JobRequest): Promise<Ticket> {
    const { api, options } = this.#setup;
    const experimentId = `LG-${randomUUID()}`;
    const { template, config, commit } = parseHandle(model.handle);
    const facts = {
      commit,
      repository: this.#setup.commit.repository,
      model: model.model.name,
      sha256: model.model.sha256,
    };
    const experiment = {
      labId: options['lab-id'],
      title: `latency-gate · ${model.model.name} · ${device.name} · ${commit ? shortSha(commit) : 'no commit'}`,
      projectId: options['project-id'],
      experimentId,
      computeMode: device.name,
      config: { ...config, latency_gate: facts },
      template,
      priority: options.priority,
      estimatedSeconds: options['estimated-seconds'],
    };
    const id = await api.create(experiment).then(
      (created) => created.id,
      (error: unknown) => this.#lookFor(experimentId, error),
    );
    this.#made.add(id);
    this.#listed = undefined;
    return { profiler: this.name, id, device: device.name, sha256: model.model.sha256, handle: model.handle };
  }

  /** Trouble of the service while polling is not the job's: the last state stands, and the time-outs decide. */
  async poll(ticket: Ticket): Promise<JobState> {
    const state = await this.#look(ticket);
    if (state !== undefined) this.#lastSeen.set(ticket.id, state);
    if (state?.state === 'done' || state?.state === 'failed') this.#ended.add(ticket.id);
    return state ?? this.#lastSeen.get(ticket.id) ?? { state: 'waiting', detail: 'the service does not answer' };
  }

  async #look(ticket: Ticket): Promise<JobState | undefined> {
    const { api } = this.#setup;
    try {
      const experiment = (await api.read(ticket.id)) ?? (await this.#find(ticket.id));
      if (experiment !== undefined) return toState(experiment, ticket);
      return this.#made.has(ticket.id)
        ? { state: 'waiting', detail: 'not in the list yet' }
        : { state: 'failed', reason: 'there is no such experiment in the lab' };
    } catch (error) {
      if (!(error instanceof GateError) || error.code !== 'service-unavailable') throw error;
      return undefined;
    }
  }

  async #find(id: string): Promise<Experiment | undefined> {
    const { clock, api, options } = this.#setup;
    const now = clock.now().getTime();
    if (this.#listed === undefined || now - this.#listed.at >= this.pollDelayMs() * 0.9) {
      const open = [...this.#made].filter((made) => !this.#ended.has(made));
      const all = (found: readonly Experiment[]) =>
        open.length > 0 && open.every((wanted) => found.some((one) => one.id === wanted));
      const experiments = api.list(options['lab-id'], all).then(({ items }) => items);
      this.#listed = { at: now, experiments };
      experiments.catch(() => {
        this.#listed = undefined;
      });
    }
    return (await this.#listed.experiments).find(
      (experiment) => experiment.id === id || experiment.experimentId === id,
    );
  }

  async #lookFor(experimentId: string, error: unknown): Promise<string> {
    // A refusal made nothing; whatever else came back may stand for an experiment that was made.
    const refused = error instanceof ServiceError && error.status >= 400 && error.status < 500;
    if (refused || !(error instanceof GateError)) throw error;
    const own = (experiment: Experiment) => experiment.experimentId === experimentId;
    const found = await this.#setup.api
      .list(this.#setup.options['lab-id'], (all) => all.some(own))
      .then(({ items }) => items.find(own))
      .catch(() => undefined);
    if (found !== undefined) return found.id;
    const advice = 'It may run all the same, so it is not repeated.';
    throw new GateError('submission-unanswered', 'Hubify did not answer the new experiment.', advice, error);
  }
}

function toState({ status, result, computeMode }: Experiment, ticket: Ticket): JobState {
  switch (status) {
    case 'pass':
      return toMeasurement(result, computeMode === '' ? ticket.device : computeMode);
    case 'fail':
      return { state: 'failed', reason: `the experiment failed${result === '' ? '' : `: ${result.slice(0, 200)}`}` };
    case 'blocked':
      return { state: 'waiting', detail: 'blocked, it waits for a person on Hubify' };
    case 'running':
      return { state: 'running', detail: 'running' };
    default:
      return { state: 'waiting', detail: status === '' ? 'queued' : status };
  }
}

function toMeasurement(result: string, device: string): JobState {
  try {
    const job = toJob(result);
    return { state: 'done', measurement: { kind: 'job', job, environment: { device }, findings: [] } };
  } catch (error) {
    return { state: 'failed', reason: messageOf(error) };
  }
}

async function readReference(path: string): Promise<Reference> {
  const advice =
    'Give a JSON file {"template": "…", "config": {…}}, or a name that is no file and the options template and config.';
  try {
    return Reference.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? describeIssues(error) : messageOf(error);
    throw new GateError(
      'model-unreadable',
      `model: ${path} says no template and configuration: ${why}.`,
      advice,
      error,
    );
  }
}

/** A handle is what this adapter wrote, perhaps in another step. */
const Handle = z.object({
  template: z.string().optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  commit: z.string().nullish(),
});

function parseHandle(handle: string): z.output<typeof Handle> {
  return Handle.parse(JSON.parse(handle));
}
