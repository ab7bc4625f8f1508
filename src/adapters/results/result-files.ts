// The files of one side of a sitting: each is read once, and all of them are about the same benchmarks.

import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { GateError, messageOf } from '../../domain/errors.ts';
import type { Metric } from '../../domain/metric.ts';
import { KNOWN_FORMATS, type Results, readResults } from '../profiles/read-results.ts';
import type { ResultsOptions } from './options.ts';

/** The input that names the files. */
export type ResultsInput = 'results' | 'baseline-results';

export interface ResultFilesOptions {
  readonly input: ResultsInput;
  /** Absolute, in the order in which they were measured as far as names tell it. */
  readonly paths: readonly string[];
  readonly options: ResultsOptions;
  /** Metrics that the configuration declares. */
  readonly metrics: readonly Metric[];
}

export class ResultFiles {
  readonly paths: readonly string[];
  readonly #setup: ResultFilesOptions;
  readonly #results = new Map<string, Promise<Results>>();

  constructor(setup: ResultFilesOptions) {
    this.#setup = setup;
    this.paths = setup.paths;
  }

  /** A file that cannot be read is an error before anything is compared, not a job that failed. */
  read(path: string): Promise<Results> {
    const reading = this.#results.get(path) ?? this.#readFile(path);
    this.#results.set(path, reading);
    return reading;
  }

  /** Each benchmark of any of the files, once. */
  async benchmarks(): Promise<Results['benchmarks']> {
    const all = new Map<string, Results['benchmarks'][number]>();
    for (const path of this.paths) {
      for (const benchmark of (await this.read(path)).benchmarks) all.set(benchmark.name, benchmark);
    }
    return [...all.values()];
  }

  /** The sha256 over `seed` and all files. */
  async digest(seed: string): Promise<string> {
    const hash = createHash('sha256').update(seed);
    for (const path of this.paths) hash.update(await readFile(path));
    return hash.digest('hex');
  }

  /** The sha256 of each file that holds a measured time or the like; a size may well be the same in two files. */
  async digestsOfSampled(): Promise<readonly (readonly [digest: string, path: string])[]> {
    const found: (readonly [string, string])[] = [];
    for (const path of this.paths) {
      const { benchmarks } = await this.read(path);
      const sampled = benchmarks.some(({ readings }) => readings.some(({ metric }) => metric.kind === 'sampled'));
      if (sampled)
        found.push([
          createHash('sha256')
            .update(await readFile(path))
            .digest('hex'),
          path,
        ]);
    }
    return found;
  }

  /** When each file was written, milliseconds. */
  async writtenAt(): Promise<readonly number[]> {
    return Promise.all(this.paths.map(async (path) => (await stat(path)).mtimeMs));
  }

  async #readFile(path: string): Promise<Results> {
    const { options, metrics, input } = this.#setup;
    try {
      return readResults(path, await readFile(path), { metrics, better: options.better });
    } catch (error) {
      const why = messageOf(error);
      const advice = `Give files of: ${KNOWN_FORMATS}.`;
      throw new GateError('record-unreadable', `${input}: ${path}: ${why}.`, advice, error);
    }
  }
}
