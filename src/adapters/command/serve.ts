// A program that stays: it is asked for blocks by JSON lines on its standard input and answers by JSON lines on its
// standard output. Requests: {"request":"load","model":…,"device":…}, {"request":"block"}, {"request":"quit"}.
// Answers: {"ok":true} to load; {"ok":true,"results":…} to block, in any form that a reader knows; {"ok":false,"error":…}.

import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { GateError } from '../../domain/errors.ts';
import { killGroup } from '../process/group.ts';
import { type CallFacts, fillPlaceholders, toVariables } from './arguments.ts';
import { startProgram } from './call.ts';
import { type Harness, type HarnessSetup, readOutput } from './harness.ts';

const Answer = z.union([
  z.object({ ok: z.literal(true), results: z.unknown().optional() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

/** One process a model, which stays until it is closed. */
export async function createServeHarness(facts: Omit<CallFacts, 'output'>, setup: HarnessSetup): Promise<Harness> {
  const call = { ...facts, output: '' };
  const args = fillPlaceholders(setup.command, call);
  const child = startProgram(args, { cwd: setup.cwd, env: { ...setup.env, ...toVariables(call) } });
  const ask = createDialogue(child, setup);
  const harness: Harness = {
    async block() {
      const results = await ask({ request: 'block' });
      return readOutput(Buffer.from(JSON.stringify(results ?? null)), false, setup);
    },
    close() {
      child.stdin?.write(`${JSON.stringify({ request: 'quit' })}\n`, () => undefined);
      killGroup(child);
    },
  };
  try {
    await ask({ request: 'load', model: facts.model, device: facts.device });
    return harness;
  } catch (error) {
    harness.close();
    throw error;
  }
}

/** One request, one answer; a GateError where there is none in time, or none that can be read. */
function createDialogue(child: ChildProcess, { command, timeoutMs, signal, mask }: HarnessSetup) {
  const [program = ''] = command;
  const fail = (what: string) =>
    new GateError(
      'measurement-failed',
      `the command ${program} ${what}`,
      'See docs/command.md for what it must answer.',
    );
  let waiting: { resolve: (line: string) => void; reject: (error: Error) => void } | undefined;
  let ended: GateError | undefined;
  const end = (what: string) => {
    ended ??= fail(what);
    waiting?.reject(ended);
  };
  child.on('error', (error) => end(`cannot be started: ${error.message}`));
  child.on('exit', (code, how) => end(`ended early (${how ?? `exit code ${code}`})`));
  child.stdin?.on('error', () => end('does not take requests'));
  // Nobody reads it; a pipe that is full would stop the program.
  child.stderr?.resume();
  if (child.stdout !== null) {
    // What is no JSON is a log line of the program's own.
    createInterface({ input: child.stdout }).on('line', (line) => line.startsWith('{') && waiting?.resolve(line));
  }
  signal.addEventListener('abort', () => end('was stopped'), { once: true });
  return async (request: object): Promise<unknown> => {
    if (ended !== undefined) throw ended;
    const answer = new Promise<string>((resolve, reject) => {
      waiting = { resolve, reject };
    });
    const timer = setTimeout(() => end(`did not answer within run-timeout, ${timeoutMs / 1000} s`), timeoutMs);
    child.stdin?.write(`${JSON.stringify(request)}\n`);
    const line = await answer.finally(() => clearTimeout(timer));
    const parsed = Answer.safeParse(parseLine(line));
    if (!parsed.success) throw fail(`answered what is no answer: ${mask(line.slice(0, 120))}`);
    if (!parsed.data.ok) throw fail(`refused: ${mask(parsed.data.error.slice(0, 300))}`);
    return parsed.data.results;
  };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
