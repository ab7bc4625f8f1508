// One call of a program: started without a shell in a process group of its own, ended as a group when it takes too
// long, its output bounded.

import type { ChildProcess } from 'node:child_process';
import { GateError } from '../../domain/errors.ts';
import { type Ending, killGroup, startGroup, waitForEnd } from '../process/group.ts';

export interface CallOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Hides what must not be shown in the last lines of a failed call. */
  readonly mask: (text: string) => string;
}

/** Results are small; a program that prints without end must not fill the memory. */
const MOST_BYTES = 64 * 1024 * 1024;
const LAST_LINES = 5;
const LONGEST_LINE = 300;

/** What the program printed on standard output. Rejects with a GateError that tells exit code and last lines. */
export async function callProgram(args: readonly string[], options: CallOptions): Promise<Buffer> {
  const child = startProgram(args, options);
  const printed = collect(child.stdout);
  const complained = collect(child.stderr);
  const { timeoutMs, signal, mask } = options;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    killGroup(child);
  }, timeoutMs);
  const abort = () => killGroup(child);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const how = describeEnding(await waitForEnd(child));
    if (late) throw failed(args, `took longer than run-timeout, ${timeoutMs / 1000} s`, complained(), mask);
    if (how !== undefined) throw failed(args, how, Buffer.concat([printed(), Buffer.from('\n'), complained()]), mask);
    return printed();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** Starts a program in a group of its own. */
export function startProgram(args: readonly string[], { cwd, env }: Pick<CallOptions, 'cwd' | 'env'>): ChildProcess {
  const [program = '', ...rest] = args;
  return startGroup(program, rest, { cwd, env: { ...env } });
}

/** Undefined where it ended well. */
function describeEnding(ending: Ending): string | undefined {
  if ('unstartable' in ending) return `cannot be started: ${ending.unstartable}`;
  if ('signal' in ending) return `was ended by ${ending.signal}`;
  return ending.code === 0 ? undefined : `ended with exit code ${ending.code}`;
}

function collect(stream: NodeJS.ReadableStream | null): () => Buffer {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream?.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) chunks.push(chunk);
  });
  return () => Buffer.concat(chunks);
}

function failed(
  [program = '']: readonly string[],
  how: string,
  output: Buffer,
  mask: (text: string) => string,
): GateError {
  const lines = output
    .toString('utf8')
    .split(/\r?\n/)
    .map((line) => line.trim().slice(0, LONGEST_LINE))
    .filter((line) => line !== '');
  const last = lines.slice(-LAST_LINES).join(' | ');
  const message = `the command ${program} ${how}${last === '' ? '' : `; its last lines: ${mask(last)}`}`;
  return new GateError('measurement-failed', message, 'Run the command by itself with a model to see why.');
}
