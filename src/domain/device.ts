// Where a model is executed, and what of that place must be equal before two jobs may be compared.

export interface Device {
  /** The exact name by which a job is sent there. */
  readonly name: string;
  /** What a person would call it: the phone's maker, the machine's processor. */
  readonly description: string;
  /** Operating systems it may have; several mean that nobody knows which one a job will meet. */
  readonly systems?: readonly string[];
  /** The device that a user asks for to get this one: one benchmark of several that were measured there. */
  readonly of?: string;
  /** What a user may have written for it instead of its name: an ARN, attributes that it fits. */
  readonly also?: readonly string[];
  /** Why jobs cannot be sent there; absent where they can. */
  readonly unsupported?: string;
}

const BENCHMARK = ' · ';

/** The name of one benchmark of several that were measured on a device: `Edge board 3 · test_infer[8]`. */
export function nameBenchmark(device: string, benchmark: string): string {
  return `${device}${BENCHMARK}${benchmark}`;
}

/** The device on which a benchmark was measured; the name itself where it is a device's. */
export function deviceOf(name: string): string {
  return name.split(BENCHMARK, 1)[0] ?? name;
}

/**
 * Of the recorded names those of benchmarks that are no longer measured, though others on their device are.
 * @example findGone(['board · a', 'board · b', 'phone'], ['board · a']) // ['board · b']
 */
export function findGone(recorded: readonly string[], measured: readonly string[]): readonly string[] {
  const devices = new Set(measured.filter((name) => name.includes(BENCHMARK)).map(deviceOf));
  return recorded.filter((name) => name.includes(BENCHMARK) && devices.has(deviceOf(name)) && !measured.includes(name));
}

/** Facts about where a job ran, by field name: `os`, `cpu`, `runtime`, `runtime_version`, `threads`, … */
export type Environment = Readonly<Record<string, string>>;

/**
 * Facts that tell a reader more but do not forbid a comparison: hosted runners have another name each time, and their
 * clocks are read while they change.
 */
const INFORMATIVE: ReadonlySet<string> = new Set(['kernel', 'host', 'mhz']);

/** The first field that both environments know and in which they differ in a way that matters. */
export function findConflict(baseline: Environment, candidate: Environment): EnvironmentDifference | undefined {
  const known = ([field, value]: readonly [string, string]) =>
    value !== UNKNOWN && candidate[field] !== undefined && candidate[field] !== UNKNOWN;
  const shared = Object.fromEntries(Object.entries(baseline).filter(known));
  return findDifference(
    shared,
    Object.fromEntries(Object.keys(shared).map((field) => [field, candidate[field] ?? ''])),
  );
}

export interface EnvironmentDifference {
  readonly field: string;
  readonly baseline: string;
  readonly candidate: string;
}

/** What an environment says of a fact that it does not know; it is never equal to anything. */
const UNKNOWN = 'unknown';

/** Settings that are written only where they are set, in records of every version: without the field it is unset. */
export function isWrittenIfSet(field: string): boolean {
  return /^(benchmark\..*|graph_optimization|memory_arena|provider_options|session_config)$/.test(field);
}

/** What such a setting is called where it is absent. */
const UNSET = 'not set';

/**
 * The first field in which two environments differ in a way that matters, or undefined if they are alike. A fact that
 * the baseline does not have at all is one that its version did not record: no difference.
 */
export function findDifference(baseline: Environment, candidate: Environment): EnvironmentDifference | undefined {
  const fields = new Set([...Object.keys(baseline), ...Object.keys(candidate)]);
  for (const field of [...fields].sort()) {
    const absent = isWrittenIfSet(field) ? UNSET : UNKNOWN;
    if (INFORMATIVE.has(field) || (!(field in baseline) && absent === UNKNOWN)) continue;
    const before = baseline[field] ?? absent;
    const after = candidate[field] ?? absent;
    if (before !== after || before === UNKNOWN) return { field, baseline: before, candidate: after };
  }
  return undefined;
}
