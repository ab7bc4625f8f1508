// What mode bisect is asked to do, and what it is given for that.

import type { Metric } from '../../domain/metric.ts';
import type { Builder } from '../../ports/builder.ts';
import type { Tools } from '../tools.ts';

export interface FindCommitTask {
  /** Models by the names under which they are recorded, and where a build leaves each. */
  readonly models: readonly { readonly name: string; readonly path: string | null }[];
  readonly devices: readonly string[];
  readonly metric: Metric;
  /** Commits, tags or branches. */
  readonly good: string;
  readonly bad: string;
  readonly maxPairs: number;
  readonly queueTimeoutMs: number;
  readonly runTimeoutMs: number;
}

export type FindCommitTools = Pick<
  Tools,
  'profiler' | 'tracker' | 'store' | 'commits' | 'files' | 'clock' | 'log' | 'signal' | 'state'
> & {
  /** Null where nothing is built. */
  readonly builder: Builder | null;
  /** The files of a folder that a pattern names, as a model's name and path. */
  readonly list: (
    folder: string,
    pattern: string,
  ) => Promise<readonly { readonly name: string; readonly path: string }[]>;
};
