// Both sides of one sitting: what must hold before the files of one are paired with those of the other.

import { basename } from 'node:path';
import { GateError } from '../../domain/errors.ts';
import type { ResultFiles } from './result-files.ts';

/** The two sides; file k of one was measured beside file k of the other. */
export interface Sitting {
  readonly baseline: ResultFiles;
  readonly candidate: ResultFiles;
}

const LOOP = 'Measure both sides in one loop, in turn: docs/workflows.md shows it.';

/** As many files a side, and none on both. Throws a GateError. */
export function checkCounts({ baseline, candidate }: Sitting): void {
  const [before, after] = [baseline.paths.length, candidate.paths.length];
  const shared = baseline.paths.find((path) => candidate.paths.includes(path));
  if (shared !== undefined) {
    throw refuse(`${basename(shared)} is among results as well; allowed: files of the baseline only.`);
  }
  if (before !== after) {
    const advice = `File by file, in the order of their names, one side is paired with the other. ${LOOP}`;
    throw refuse(`found ${before} files beside ${after} of results; allowed: as many on both sides.`, advice);
  }
}

/** Different measurements of the same benchmarks. Throws a GateError. */
export async function checkContents({ baseline, candidate }: Sitting): Promise<void> {
  const known = new Map<string, string>();
  for (const [digest, path] of [...(await candidate.digestsOfSampled()), ...(await baseline.digestsOfSampled())]) {
    const twin = known.get(digest);
    known.set(digest, path);
    if (twin === undefined) continue;
    const found = `${basename(path)} holds the same bytes as ${basename(twin)}`;
    throw refuse(`${found}; allowed: a measurement of its own in each file.`);
  }
  const names = (await candidate.benchmarks()).map(({ name }) => name);
  const others = (await baseline.benchmarks()).map(({ name }) => name);
  if (others.some((name) => names.includes(name))) return;
  const list = (all: readonly string[]) =>
    all
      .slice(0, 5)
      .map((name) => `"${name}"`)
      .join(', ');
  throw refuse(
    `they hold ${list(others)}, the results ${list(names)}; allowed: the same benchmarks on both sides.`,
    'Give a benchmark the same name on both sides (hyperfine: --command-name).',
  );
}

/**
 * Whether all files of one side were written before any of the other's, so that a change of the machine in between
 * falls on one side. Files that were copied have the times of the copies; equal times tell nothing.
 */
export async function isOneAfterTheOther({ baseline, candidate }: Sitting): Promise<boolean> {
  const [before, after] = [await baseline.writtenAt(), await candidate.writtenAt()];
  if (before.length < 2) return false;
  return Math.max(...before) < Math.min(...after) || Math.max(...after) < Math.min(...before);
}

function refuse(message: string, advice: string = LOOP): GateError {
  return new GateError('invalid-input', `baseline-results: ${message}`, advice);
}
