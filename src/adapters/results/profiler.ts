// A profiler that measures nothing: each file an earlier step left is one job, of each benchmark that it holds.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { type Device, nameBenchmark } from '../../domain/device.ts';
import { GateError, messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Metric } from '../../domain/metric.ts';
import type { Model } from '../../domain/model.ts';
import type {
  EvidenceKind,
  JobRequest,
  JobState,
  Measurement,
  PreparedModel,
  Profiler,
  Ticket,
} from '../../ports/profiler.ts';
import { digestFiles } from '../files/digest.ts';
import { KNOWN_FORMATS, type Results, readResults, selectBenchmarks } from '../profiles/read-results.ts';
import { rowsOf, toJob } from '../profiles/to-job.ts';
import type { ResultsOptions } from './options.ts';

export interface ResultsProfilerOptions {
  readonly options: ResultsOptions;
  /** Absolute, one a job, in the order in which they were measured as far as names tell it. */
  readonly paths: readonly string[];
  /** The device's name; exactly one, for the files do not say where they were measured. */
  readonly device: string;
  /** Metrics that the configuration declares. */
  readonly metrics: readonly Metric[];
}

export class ResultsProfiler implements Profiler {
  readonly name = 'results';
  readonly evidence: EvidenceKind;
  readonly #options: ResultsProfilerOptions;
  /** How many files each device has been given. */
  readonly #given = new Map<string, number>();
  readonly #results = new Map<string, Promise<Results>>();

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
    await this.#benchmarks();
    const hash = createHash('sha256').update(model);
    for (const path of this.#options.paths) hash.update(await readFile(path));
    return hash.digest('hex');
  }

  /** One for each benchmark, where there are several: each is compared with its own past. */
  async devices(): Promise<readonly Device[]> {
    const { device } = this.#options;
    const description = 'as an earlier step measured';
    return [...(await this.#benchmarks()).keys()].map((name) =>
      name === device ? { name, description } : { name, description, of: device },
    );
  }

  async prepare(model: Model): Promise<PreparedModel> {
    return { model, handle: '' };
  }

  async submit({ model, device }: JobRequest): Promise<Ticket> {
    const given = this.#given.get(device.name) ?? 0;
    const path = this.#options.paths[given];
    if (path === undefined) {
      const { length } = this.#options.paths;
      throw new GateError(
        'measurement-failed',
        `the input results gave ${length} ${length === 1 ? 'job' : 'jobs'}, which is not enough to be sure`,
        'Measure more often, one file a job.',
      );
    }
    this.#given.set(device.name, given + 1);
    return { profiler: this.name, id: path, device: device.name, sha256: model.model.sha256, handle: '' };
  }

  async poll(ticket: Ticket): Promise<JobState> {
    if (!this.#options.paths.includes(ticket.id)) return { state: 'failed', reason: 'it is none of the results given' };
    const file = basename(ticket.id);
    try {
      const measurement = await this.#measure(ticket);
      if (measurement !== undefined) return { state: 'done', measurement };
      return { state: 'failed', reason: `${file} holds no such benchmark, others of the results do` };
    } catch (error) {
      if (error instanceof GateError) throw error;
      return { state: 'failed', reason: `${file}: ${messageOf(error)}` };
    }
  }

  async #measure(ticket: Ticket): Promise<Measurement | undefined> {
    const { device, options } = this.#options;
    const { tool, benchmarks, environment, unread, session } = await this.#read(ticket.id);
    const wanted = (await this.#benchmarks()).get(ticket.device);
    const benchmark = benchmarks.find(({ name }) => name === wanted);
    if (benchmark === undefined) return undefined;
    const given = Object.entries(options.environment).map(([name, value]) => [name, String(value)]);
    const metrics = rowsOf(benchmark);
    return {
      kind: 'job',
      // Files of one step were measured in one sitting.
      job: { ...toJob(benchmark), session: session ?? (await this.#digest('')) },
      environment: { device, tool, ...environment, ...benchmark.environment, ...Object.fromEntries(given) },
      findings: unread.length === 0 ? [] : [describeUnread(ticket.id, unread)],
      ...(metrics.length > 0 ? { metrics } : {}),
      ...(benchmark.layers === undefined || benchmark.layers.length === 0 ? {} : { layers: benchmark.layers }),
    };
  }

  /**
   * The wanted benchmarks of all files by the name of the device that stands for them: the device itself where there is
   * one only. A file that cannot be read is an error before anything is compared, not a job that failed.
   */
  async #benchmarks(): Promise<ReadonlyMap<string, string>> {
    const { paths, device, options } = this.#options;
    const all = new Map<string, Results['benchmarks'][number]>();
    for (const path of paths) {
      for (const benchmark of (await this.#read(path)).benchmarks) all.set(benchmark.name, benchmark);
    }
    const patterns = options.benchmark === undefined ? [] : [options.benchmark].flat();
    try {
      const names = selectBenchmarks([...all.values()], patterns).map(({ name }) => name);
      const [only, another] = names;
      if (only !== undefined && another === undefined) return new Map([[device, only]]);
      return new Map(names.map((name) => [nameBenchmark(device, name === '' ? 'unnamed' : name), name]));
    } catch (error) {
      const why = messageOf(error);
      throw new GateError(
        'invalid-input',
        `options: benchmark: ${why}.`,
        'Give names or patterns of the results.',
        error,
      );
    }
  }

  #read(path: string): Promise<Results> {
    const reading = this.#results.get(path) ?? this.#readFile(path);
    this.#results.set(path, reading);
    return reading;
  }

  async #readFile(path: string): Promise<Results> {
    const { options, metrics } = this.#options;
    try {
      return readResults(path, await readFile(path), { metrics, better: options.better });
    } catch (error) {
      const why = messageOf(error);
      throw new GateError('record-unreadable', `results: ${path}: ${why}.`, `Give files of: ${KNOWN_FORMATS}.`, error);
    }
  }
}

const MOST_UNREAD = 5;

function describeUnread(path: string, unread: readonly string[]): Finding {
  const more = unread.length > MOST_UNREAD ? [`${unread.length - MOST_UNREAD} more`] : [];
  const what = [...unread.slice(0, MOST_UNREAD), ...more].join('; ');
  return { code: 'results-not-read', facts: { file: basename(path), what } };
}
