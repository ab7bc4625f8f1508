// Which function runs which command of the command line.

import { compare } from './compare.ts';
import { listDevices } from './devices.ts';
import { doctor } from './doctor.ts';
import { init } from './init.ts';
import { measureLocally } from './measure-locally.ts';
import { openReport } from './open-report.ts';
import { plan } from './plan.ts';
import type { Request } from './program.ts';

/** Runs what was asked for; resolves to the exit code. Throws a GateError where it cannot. */
export async function runRequest(request: Request): Promise<number> {
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
    case 'doctor':
      return doctor(request);
    case 'site':
      return (await import('./site.ts')).site(request);
    case 'mcp': {
      // Alone in needing the protocol's library.
      const { serveMcp } = await import('./mcp/index.ts');
      return serveMcp();
    }
    case 'bisect':
      return (await import('./bisect.ts')).bisect(request);
    case 'open':
      return openReport(request);
  }
}
