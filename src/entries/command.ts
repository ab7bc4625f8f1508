// The commands outside Actions: from arguments to an exit code.

import { print, printError } from '../adapters/runner/streams.ts';
import { GateError } from '../domain/errors.ts';
import { compare } from './compare.ts';
import { listDevices } from './devices.ts';
import { init } from './init.ts';
import { measureLocally } from './measure-locally.ts';
import { openReport } from './open-report.ts';
import { plan } from './plan.ts';
import { parseCommandLine, type Request } from './program.ts';

/** Runs one command; resolves to the exit code and never rejects. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    const parsed = parseCommandLine(args);
    if (!('text' in parsed)) return await run(parsed);
    if (parsed.exitCode === 0) print(parsed.text);
    else printError(parsed.text);
    return parsed.exitCode;
  } catch (error) {
    printError(error instanceof GateError ? `${error.message}\n${error.advice}` : error);
    return 2;
  }
}

function run(request: Request): Promise<number> {
  switch (request.command) {
    case 'gate':
    case 'record':
      return measureLocally(request.command, request);
    case 'compare':
      return compare(request);
    case 'devices':
      return listDevices(request);
    case 'init':
      return init(request);
    case 'plan':
      return plan(request);
    case 'open':
      return openReport(request);
  }
}
