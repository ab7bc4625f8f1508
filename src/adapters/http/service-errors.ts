// What a service's refusals mean, in plain words, where it has no better ones of its own.

import * as z from 'zod';
import { type ErrorCode, GateError } from '../../domain/errors.ts';
import { describeConnectionFailure } from './connection-failure.ts';

/** A refusal with what a caller may act on. */
export class ServiceError extends GateError {
  readonly status: number;
  /** The service's own code, such as `invalid_run_lineage`; empty where it gave none. */
  readonly serviceCode: string;

  constructor(status: number, serviceCode: string, code: ErrorCode, message: string, advice: string) {
    super(code, message, advice);
    this.status = status;
    this.serviceCode = serviceCode;
  }
}

/** The answer of a call whose connection broke before there was one: whether it was carried out is unknown. */
export class Unanswered extends GateError {
  /** Whether an answer had begun: the network repeats only what got none. */
  readonly midway: boolean;

  constructor(service: string, doing: string, cause: unknown, midway = false) {
    super(
      'service-unavailable',
      `${service} did not answer ${doing} (${reasonOf(cause)}).`,
      'Run the job again later.',
      cause,
    );
    this.midway = midway;
  }
}

export interface Meaning {
  readonly code: ErrorCode;
  readonly words: string;
  readonly advice: string;
}

/** What an HTTP status means with most services. */
export function meaningOf(status: number): Meaning {
  if (status === 401) {
    const advice = 'Check api-key: it is missing, malformed, revoked or expired.';
    return { code: 'not-permitted', words: 'the key is not accepted', advice };
  }
  if (status === 403) {
    const advice = 'Use a key that may write to the project.';
    return { code: 'not-permitted', words: 'the key has no right to it', advice };
  }
  if (status === 404) {
    const advice = 'Check project and api-base-url, and that the key belongs to them.';
    return { code: 'invalid-input', words: 'it does not exist or is not yours', advice };
  }
  if (status === 408 || status === 429 || status >= 500) {
    const words = status === 429 ? 'its rate limit is spent' : 'the service is in trouble';
    return { code: 'service-unavailable', words, advice: 'Run the job again later.' };
  }
  const advice = "Check the inputs; the service's words are in the message.";
  return { code: 'invalid-input', words: 'it did not understand the request', advice };
}

/** The error for a refused call; `said` are the service's own words, in which links are not shown: they may be signed. */
export function toServiceError(
  service: string,
  doing: string,
  status: number,
  serviceCode: string,
  said: string,
  meaning: Meaning = meaningOf(status),
): ServiceError {
  const words = said.replaceAll(/https?:\/\/\S+/g, '(link)').slice(0, 500);
  const details = [status, serviceCode, words].filter((part) => part !== '').join(', ');
  return new ServiceError(
    status,
    serviceCode,
    meaning.code,
    `${service} refused ${doing}: ${meaning.words} (${details}).`,
    meaning.advice,
  );
}

const Refusal = z.object({ message: z.unknown(), detail: z.unknown(), error: z.unknown() });

/** What a body says of a refusal: `message`, `detail` or `error` of a JSON object, else the text itself. */
export function saidIn(body: string): string {
  try {
    const { message, detail, error } = Refusal.parse(JSON.parse(body));
    const said = message ?? detail ?? error;
    if (said === undefined || said === null) return body;
    if (typeof said === 'string') return said;
    const inner = typeof said === 'object' && 'message' in said ? said.message : undefined;
    return typeof inner === 'string' ? inner : JSON.stringify(said);
  } catch {
    return body;
  }
}

/** The system's own code (ECONNRESET, …) where there is one; the address never. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return describeConnectionFailure(error) ?? (cause instanceof Error ? cause.name : 'no connection');
}
