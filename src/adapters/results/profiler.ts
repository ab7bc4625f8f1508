// A profiler that measures nothing: each file an earlier step left is one job, of each benchmark that it holds. Where the
// baseline's side of the same sitting was left as well, two files are a pair.

import { basename, dirname, extname } from 'node:path';
import { type Device, findConflict, nameBenchmark } from '../../domain/device.ts';
import { GateError, messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Job } from '../../domain/job.ts';
import type { Metric } from '../../domain/metric.ts';
import type { Model } from '../../domain/model.ts';
import { plural } from '../../domain/plural.ts';
import type { EvidenceKind, JobRequest, JobState, PreparedModel, Profiler, Ticket } from '../../ports/profiler.ts';
import { digestFiles } from '../files/digest.ts';
import { selectBenchmarks } from '../profiles/read-results.ts';
import { pairJobs, toJob, Unmeasured } from '../profiles/to-job.ts';
import type { ResultsOptions } from './options.ts';
import { describe, type Reading } from './reading.ts';
import { ResultFiles } from './result-files.ts';
import { checkContents, checkCounts, isOneAfterTheOther, type Sitting } from './sitting.ts';

export interface ResultsProfilerOptions {
  readonly options: ResultsOptions;
  /** Absolute, one a job, in the order in which they were measured as far as names tell it. */
  readonly paths: readonly string[];
  /** Of the baseline, measured in turn with the others in one sitting; none: they are compared with recorded ones. */
  readonly baselinePaths: readonly string[];
  /** The device's name; exactly one, for the files do not say where they were measured. */
  readonly device: string;
  /** Metrics that the configuration declares. */
  readonly metrics: readonly Metric[];
}

export class ResultsProfiler implements Profiler {
  readonly name = 'results';
  readonly evidence: EvidenceKind;
  readonly #options: ResultsProfilerOptions;
  readonly #candidate: ResultFiles;
  /** Undefined where only the candidate was measured. */
  readonly #sitting: Sitting | undefined;
  /** How many files each device has been given. */
  readonly #given = new Map<string, number>();
  #subjects: Promise<ReadonlyMap<string, string>> | undefined;

  /** Throws a GateError where the files of both sides are no pairs. */
  constructor(setup: ResultsProfilerOptions) {
    const { paths, baselinePaths, options, metrics } = setup;
    this.#options = setup;
    this.#candidate = new ResultFiles({ input: 'results', paths, options, metrics });
    if (baselinePaths.length > 0) {
      const baseline = new ResultFiles({ input: 'baseline-results', paths: baselinePaths, options, metrics });
      this.#sitting = { baseline, candidate: this.#candidate };
      checkCounts(this.#sitting);
    }
    const pairs = this.#sitting === undefined ? {} : { pairs: true as const };
    this.evidence = { kind: 'fixed', count: paths.length, ...pairs };
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
    return toHosted(name, await this.#digest(''));
  }

  async measuredBeside(name: string): Promise<Model | undefined> {
    const baseline = this.#sitting?.baseline;
    return baseline === undefined ? undefined : toHosted(name, await baseline.digest('baseline'));
  }

  /** Of what was measured: it identifies this measurement, and never equals another's. */
  async #digest(model: string): Promise<string> {
    await this.#findSubjects();
    return this.#candidate.digest(model);
  }

  /** One for each benchmark, where there are several: each is compared with its own past. */
  async devices(): Promise<readonly Device[]> {
    const { device } = this.#options;
    const description = 'as an earlier step measured';
    return [...(await this.#findSubjects()).keys()].map((name) =>
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
        `the input results gave ${length} ${plural(length, 'job')}, which is not enough to be sure`,
        'Measure more often, one file a job.',
      );
    }
    this.#given.set(device.name, given + 1);
    return { profiler: this.name, id: path, device: device.name, sha256: model.model.sha256, handle: '' };
  }

  async poll({ id, device }: Ticket): Promise<JobState> {
    const place = this.#options.paths.indexOf(id);
    if (place === -1) return { state: 'failed', reason: 'it is none of the results given' };
    const baselinePath = this.#options.baselinePaths[place];
    try {
      const candidate = await this.#readBenchmark(this.#candidate, id, device);
      if (this.#sitting === undefined || baselinePath === undefined) {
        return {
          state: 'done',
          measurement: { kind: 'job', job: await this.#toJob(candidate), ...describe(id, candidate) },
        };
      }
      const baseline = await this.#readBenchmark(this.#sitting.baseline, baselinePath, device);
      return await this.#pair([id, candidate], [baselinePath, baseline], this.#sitting);
    } catch (error) {
      if (!(error instanceof Unmeasured)) throw error;
      return { state: 'failed', reason: error.message };
    }
  }

  /** Throws Unmeasured, which names the file, where it holds no such benchmark, or where that failed. */
  async #readBenchmark(files: ResultFiles, path: string, device: string): Promise<Reading> {
    const { options, device: own } = this.#options;
    const results = await files.read(path);
    const wanted = (await this.#findSubjects()).get(device);
    const benchmark = results.benchmarks.find(({ name }) => name === wanted);
    if (benchmark === undefined) {
      throw new Unmeasured(`${basename(path)} holds no such benchmark, others of the results do`);
    }
    const { name, failure } = benchmark;
    if (failure !== undefined) throw new Unmeasured(`${basename(path)}: ${name === '' ? '' : `${name}: `}${failure}`);
    const given = Object.entries(options.environment).map(([name, value]) => [name, String(value)]);
    const { tool, environment } = results;
    const facts = { device: own, tool, ...environment, ...benchmark.environment, ...Object.fromEntries(given) };
    return { results, benchmark, environment: facts };
  }

  /** Files of one step were measured in one sitting. */
  async #toJob({ results, benchmark }: Reading): Promise<Job> {
    return { ...toJob(benchmark), session: results.session ?? (await this.#digest('')) };
  }

  async #pair(
    [path, candidate]: readonly [string, Reading],
    [baselinePath, baseline]: readonly [string, Reading],
    sitting: Sitting,
  ): Promise<JobState> {
    const conflict = findConflict(baseline.environment, candidate.environment);
    if (conflict !== undefined) {
      const sides = `${conflict.baseline} in ${basename(baselinePath)} and ${conflict.candidate} in ${basename(path)}`;
      return {
        state: 'failed',
        reason: `environment differs: ${conflict.field} is ${sides}`,
        code: 'environment-differs',
      };
    }
    const pair = pairJobs(await this.#toJob(baseline), await this.#toJob(candidate));
    const { device } = this.#options;
    const apart: readonly Finding[] = (await isOneAfterTheOther(sitting))
      ? [{ code: 'sides-not-alternated', facts: { device } }]
      : [];
    const { findings, ...rest } = describe(path, candidate);
    return { state: 'done', measurement: { kind: 'pair', pair, ...rest, findings: [...findings, ...apart] } };
  }

  /**
   * The wanted benchmarks of all files by the name of the device that stands for them: the device itself where there is
   * one only.
   */
  #findSubjects(): Promise<ReadonlyMap<string, string>> {
    this.#subjects ??= this.#listSubjects();
    return this.#subjects;
  }

  async #listSubjects(): Promise<ReadonlyMap<string, string>> {
    const { device, options } = this.#options;
    const own = await this.#candidate.benchmarks();
    if (this.#sitting !== undefined) await checkContents(this.#sitting);
    const others = (await this.#sitting?.baseline.benchmarks()) ?? [];
    const all = new Map([...others, ...own].map((benchmark) => [benchmark.name, benchmark]));
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
}

/** A model of which only what was measured is known. */
function toHosted(name: string, sha256: string): Model {
  return { name, sha256, sizeBytes: 0, format: 'results', hosted: true, path: '', files: [] };
}
