// The commands outside Actions: from arguments to an exit code.

import { print, printError } from '../adapters/runner/streams.ts';
import { GateError } from '../domain/errors.ts';
import { parseCommandLine } from './program.ts';

/** Runs one command; resolves to the exit code and never rejects. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    const parsed = parseCommandLine(args);
    if (!('text' in parsed)) {
      // Loaded when a command is asked for: help and version answer at once.
      const { runRequest } = await import('./commands.ts');
      return await runRequest(parsed);
    }
    if (parsed.exitCode === 0) print(parsed.text);
    else printError(parsed.text);
    return parsed.exitCode;
  } catch (error) {
    printError(error instanceof GateError ? `${error.message}\n${error.advice}` : error);
    return 2;
  }
}
