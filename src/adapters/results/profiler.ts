// A profiler that measures nothing: each file an earlier step left is one job.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import type { Device } from '../../domain/device.ts';
import { GateError } from '../../domain/errors.ts';
import type { Model } from '../../domain/model.ts';
import type { EvidenceKind, JobRequest, JobState, PreparedModel, Profiler, Ticket } from '../../ports/profiler.ts';
import { digestFiles } from '../files/digest.ts';
import type { ResultsOptions } from './options.ts';
import { type FileResult, KNOWN_FORMATS, readResultFile } from './read.ts';

export interface ResultsProfilerOptions {
  readonly options: ResultsOptions;
  /** Absolute, one a job, in the order in which they were measured as far as names tell it. */
  readonly paths: readonly string[];
  /** The device's name; exactly one, for the files do not say where they were measured. */
  readonly device: string;
}

export class ResultsProfiler implements Profiler {
  readonly name = 'results';
  readonly evidence: EvidenceKind;
  readonly #options: ResultsProfilerOptions;
  #next = 0;

  constructor(options: ResultsProfilerOptions) {
    this.#options = options;
    this.evidence = { kind: 'fixed', count: options.paths.length };
  }

  pollDelayMs(): number {
    return 0;
  }

  /** The measurements are made already: equal bytes must not keep them from being looked at. */
  async inspect(path: string, name: string): Promise<Model> {
    const { sizeBytes, sha256 } = await digestFiles(dirname(path), [basename(path)]).catch((error: unknown) => {
      throw new GateError('model-missing', `model: ${path} cannot be read.`, 'Give the path of one file.', error);
    });
    const format = extname(path).slice(1) || 'unknown';
    return { name, sha256: await this.#digest(sha256), sizeBytes, format, path, files: [] };
  }

  async refer(name: string): Promise<Model> {
    const sha256 = await this.#digest('');
    return { name, sha256, sizeBytes: 0, format: 'results', hosted: true, path: '', files: [] };
  }

  /** Of what was measured: it identifies this measurement, and never equals another's. */
  async #digest(model: string): Promise<string> {
    await this.#readAll();
    const hash = createHash('sha256').update(model);
    for (const path of this.#options.paths) hash.update(await readFile(path));
    return hash.digest('hex');
  }

  async devices(): Promise<readonly Device[]> {
    return [{ name: this.#options.device, description: 'as an earlier step measured' }];
  }

  async prepare(model: Model): Promise<PreparedModel> {
    return { model, handle: '' };
  }

  async submit({ model, device }: JobRequest): Promise<Ticket> {
    const path = this.#options.paths[this.#next];
    if (path === undefined) {
      const { length } = this.#options.paths;
      throw new GateError(
        'measurement-failed',
        `the input results gave ${length} ${length === 1 ? 'job' : 'jobs'}, which is not enough to be sure`,
        'Measure more often, one file a job.',
      );
    }
    this.#next += 1;
    return { profiler: this.name, id: path, device: device.name, sha256: model.model.sha256, handle: '' };
  }

  async poll(ticket: Ticket): Promise<JobState> {
    if (!this.#options.paths.includes(ticket.id)) return { state: 'failed', reason: 'it is none of the results given' };
    const { tool, job, layers, environment } = await this.#read(ticket.id);
    const given = Object.entries(this.#options.options.environment).map(([name, value]) => [name, String(value)]);
    return {
      state: 'done',
      measurement: {
        kind: 'job',
        job,
        environment: { device: ticket.device, tool, ...environment, ...Object.fromEntries(given) },
        findings: [],
        ...(layers.length > 0 ? { layers } : {}),
      },
    };
  }

  /** A file that cannot be read is an error before anything is compared, not a job that failed. */
  async #readAll(): Promise<void> {
    for (const path of this.#options.paths) await this.#read(path);
  }

  async #read(path: string): Promise<FileResult> {
    try {
      return readResultFile(path, await readFile(path), this.#options.options.benchmark);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new GateError('record-unreadable', `results: ${path}: ${why}.`, `Give files of: ${KNOWN_FORMATS}.`, error);
    }
  }
}
