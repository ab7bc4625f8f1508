// How a block is measured: by one call of the user's program, or by a request to one that stays.

import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GateError, messageOf } from '../../domain/errors.ts';
import { type Results, readResults } from '../profiles/read-results.ts';
import type { ReadOptions } from '../profiles/reader.ts';
import { type CallFacts, fillPlaceholders, toVariables } from './arguments.ts';
import { type CallOptions, callProgram } from './call.ts';

/** Measures blocks of one model on one device. */
export interface Harness {
  block(): Promise<Results>;
  close(): void;
}

export interface HarnessSetup extends Omit<CallOptions, 'env'> {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly read: ReadOptions;
  /** Where the command may write its results. */
  readonly folder: string;
}

/** Each block is a call of its own. */
export function createCallHarness(facts: Omit<CallFacts, 'output'>, setup: HarnessSetup): Harness {
  let calls = 0;
  const stop = new AbortController();
  const signal = AbortSignal.any([setup.signal, stop.signal]);
  return {
    async block() {
      calls += 1;
      const folder = join(setup.folder, String(calls));
      await mkdir(folder, { recursive: true });
      const call = { ...facts, output: join(folder, 'output') };
      const env = { ...setup.env, ...toVariables(call) };
      try {
        const printed = await callProgram(fillPlaceholders(setup.command, call), { ...setup, env, signal });
        const written = await readFile(call.output).catch(() => Buffer.alloc(0));
        return readOutput(written.length > 0 ? written : printed, written.length > 0, setup);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    close: () => stop.abort(),
  };
}

/** Throws a GateError that says what was found where nothing can be read. */
export function readOutput(bytes: Buffer, written: boolean, { read, command, mask }: HarnessSetup): Results {
  const [program = ''] = command;
  try {
    if (bytes.toString('utf8').trim() === '') throw new Error('it is empty');
    return readResults('output', bytes, read);
  } catch (error) {
    const why = messageOf(error);
    const what = written ? 'wrote' : 'printed';
    const start = mask(bytes.toString('utf8').trim().slice(0, 120));
    const shown = start === '' ? '' : ` (it begins: ${start})`;
    throw new GateError(
      'measurement-failed',
      `what the command ${program} ${what} cannot be read: ${why}${shown}`,
      'Let it print {"schema": "latency-gate/job@1", "metrics": {"latency": 12.1}} (ms), or the output of a known tool.',
      error,
    );
  }
}
