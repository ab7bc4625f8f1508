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
  /** The disk is full, a folder cannot be written, no memory is left. */
  | 'machine-refused'
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

/** What the system refused, by its code: what it is about, and what to do. Not a bug, and nothing of a service's. */
const SYSTEM: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ['no space is left on the disk', 'Free space on the runner, or choose one with a larger disk.'],
  EDQUOT: ['the quota of the disk is spent', 'Free space on the runner, or choose one with a larger disk.'],
  EFBIG: ['a file became larger than is allowed', 'Raise the limit on the size of files (ulimit -f).'],
  EROFS: ['the file system is read-only', 'Let the step write there, or point RUNNER_TEMP elsewhere.'],
  EACCES: ['the permission is missing', 'Let the user of this step write there.'],
  EPERM: ['the permission is missing', 'Let the user of this step write there.'],
  EMFILE: ['too many files are open', 'Raise the limit on open files (ulimit -n).'],
  ENFILE: ['too many files are open', 'Raise the limit on open files of the machine.'],
  ENOMEM: ['no memory is left', 'Choose a runner with more memory.'],
  EIO: ['the disk does not answer', 'Run the job again on another machine.'],
};

/**
 * The expected failure behind an error of the system: a full disk, a folder that cannot be written. Undefined for what
 * is none: it is a bug.
 */
export function fromSystem(error: unknown): GateError | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  const [what, advice] = SYSTEM[String(error.code)] ?? [];
  if (what === undefined || advice === undefined) return undefined;
  const path = 'path' in error && typeof error.path === 'string' ? `, ${error.path}` : '';
  return new GateError(
    'machine-refused',
    `This machine: ${what} (${error.code}, ${error.syscall}${path}).`,
    advice,
    error,
  );
}

/** Of an expected failure what it says; undefined of a bug. */
export function expectedMessageOf(error: unknown): string | undefined {
  return error instanceof GateError ? error.message : fromSystem(error)?.message;
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
