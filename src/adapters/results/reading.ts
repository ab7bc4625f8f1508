// One benchmark of one file, and what it says beside its numbers.

import { basename } from 'node:path';
import type { Environment } from '../../domain/device.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Measurement } from '../../ports/profiler.ts';
import type { Results } from '../profiles/read-results.ts';
import type { Benchmark } from '../profiles/reader.ts';
import { rowsOf } from '../profiles/to-job.ts';

/** One benchmark of one file. */
export interface Reading {
  readonly results: Results;
  readonly benchmark: Benchmark;
  readonly environment: Environment;
}

/** Where and how it was measured, and what of its file is not read. */
export function describe(
  path: string,
  { results, benchmark, environment }: Reading,
): Pick<Measurement, 'environment' | 'findings' | 'metrics' | 'layers'> {
  const { unread } = results;
  const metrics = rowsOf(benchmark);
  return {
    environment,
    findings: unread.length === 0 ? [] : [describeUnread(path, unread)],
    ...(metrics.length > 0 ? { metrics } : {}),
    ...(benchmark.layers === undefined || benchmark.layers.length === 0 ? {} : { layers: benchmark.layers }),
  };
}

const MOST_UNREAD = 5;

function describeUnread(path: string, unread: readonly string[]): Finding {
  const more = unread.length > MOST_UNREAD ? [`${unread.length - MOST_UNREAD} more`] : [];
  const what = [...unread.slice(0, MOST_UNREAD), ...more].join('; ');
  return { code: 'results-not-read', facts: { file: basename(path), what } };
}
