// The expected failures: bad input, a refused key, a model that cannot be read. A bug is any other error.

/** What kind of expected failure this is; stable, so that scripts may test it. */
export type ErrorCode =
  | 'invalid-input'
  | 'model-missing'
  | 'model-unreadable'
  | 'model-unsupported'
  | 'unknown-device'
  | 'record-unreadable'
  | 'runtime-missing'
  | 'measurement-failed'
  | 'not-permitted'
  | 'service-unavailable'
  | 'quota-exhausted'
  | 'submission-unanswered'
  | 'unsupported-event';

/**
 * An expected failure, worded for the person who can mend it: `message` says what was found and what is allowed,
 * `advice` what to do next. Made where the trouble is met (a parser, an adapter), shown as it is, never with a stack.
 */
export class GateError extends Error {
  override readonly name = 'GateError';
  readonly code: ErrorCode;
  readonly advice: string;

  constructor(code: ErrorCode, message: string, advice: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.advice = advice;
  }
}

/** Trouble that may be gone tomorrow and says nothing about the model: the gate is inconclusive, not broken. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['service-unavailable', 'quota-exhausted', 'submission-unanswered']);

/** Whether an error leaves the gate inconclusive instead of failing it as wrongly set up. */
export function isPassing(error: unknown): error is GateError {
  return error instanceof GateError && PASSING.has(error.code);
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
