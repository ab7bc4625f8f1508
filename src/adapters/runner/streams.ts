// What this program itself prints, and how it ends when something breaks that nothing else has caught.

import process from 'node:process';
import { toLogJson, toLogLines, toStyledLines } from './log-line.ts';

/** Prints lines on standard output; the workflow runner takes none of them for a command. */
export function print(text: string): void {
  process.stdout.write(toLogLines(text));
}

/** Prints lines with colours; only for a terminal, where nobody takes them for commands. */
export function printStyled(text: string): void {
  process.stdout.write(toStyledLines(text));
}

/** Prints JSON on standard output, unchanged in what it means. */
export function printJson(json: string): void {
  process.stdout.write(toLogJson(json));
}

/** Prints an error on standard error: of a bug with its stack. */
export function printError(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${toLogLines(text)}\n`);
}

/** The code of an execution that could not do its work. 1 says that a model regressed, so no accident may end with it. */
const COULD_NOT_RUN = 2;

/**
 * Guards both streams and what nobody caught. A reader that has gone (`| head`) is no failure: the work goes on in
 * silence, and the exit code is the verdict's. Anything else that was not caught prints its stack and exits with 2.
 */
export function guardProcess(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') crash(error);
    });
  }
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}

function crash(error: unknown): never {
  printError(error);
  process.exit(COULD_NOT_RUN);
}
