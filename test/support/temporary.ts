// The temporary folder of one test run. Whatever is left in it when the run has ended is a fault of a test.

import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

let root: string;

/** Before the workers are started: they inherit where temporary files go, and where compiled code is kept. */
export function setup(): void {
  root = mkdtempSync(join(tmpdir(), 'latency-gate-tests-'));
  const temporary = join(root, 'tmp');
  mkdirSync(temporary);
  process.env['TMPDIR'] = temporary;
  process.env['NODE_COMPILE_CACHE'] = join(root, 'compiled');
}

/** Fails the run when a test left something. */
export function teardown(): void {
  const left = readdirSync(join(root, 'tmp'));
  rmSync(root, { recursive: true, force: true });
  if (left.length === 0) return;
  // What a teardown throws is printed, but ends the run with 0.
  process.exitCode = 1;
  throw new Error(`tests left ${left.length} in the temporary folder: ${left.slice(0, 10).join(', ')}`);
}
