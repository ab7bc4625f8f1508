// Faults for any stand-in: answers instead of the service's own, broken connections, and a log of what was asked.

import type { Handler, ServerAnswer } from './http.ts';

/** Answers instead of the service for requests whose "METHOD path" matches, `times` times after `skip` others. */
export interface Fault {
  readonly match: RegExp;
  times: number;
  skip?: number;
  /** `drop` breaks the connection after the request was carried out, `cut` before, `half` in the middle of the answer. */
  readonly answer: ServerAnswer | 'drop' | 'cut' | 'half';
}

/** The HTTP mount breaks the connection for this status. */
const BROKEN: ServerAnswer = { status: 0 };

export function createFaults(
  faults: readonly Fault[],
  handler: Handler,
  log: { readonly method: string; readonly path: string; readonly status: number }[],
): Handler {
  return async (request) => {
    const fault = take(faults, `${request.method} ${request.url.pathname}`);
    const answer = typeof fault === 'object' ? fault : fault === 'cut' ? BROKEN : await handler(request);
    log.push({ method: request.method, path: request.url.pathname + request.url.search, status: answer.status });
    if (fault === 'drop') return BROKEN;
    return fault === 'half' ? halve(answer) : answer;
  };
}

/** The header promises more than comes. */
function halve(answer: ServerAnswer): ServerAnswer {
  const whole = Buffer.from(JSON.stringify(answer.body ?? {}));
  return {
    status: answer.status,
    headers: { 'content-type': 'application/json' },
    body: whole.subarray(0, whole.length / 2),
  };
}

function take(faults: readonly Fault[], line: string): Fault['answer'] | undefined {
  for (const fault of faults) {
    if (fault.times <= 0 || !fault.match.test(line)) continue;
    if ((fault.skip ?? 0) > 0) {
      fault.skip = (fault.skip ?? 0) - 1;
      continue;
    }
    fault.times -= 1;
    return fault.answer;
  }
  return undefined;
}
