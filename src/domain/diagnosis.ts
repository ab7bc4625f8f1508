// One line of what `doctor` looked at: whether it is in order, what was found, and what helps.

/** What is so, of one thing. */
export interface Diagnosis {
  /** What was looked at: `config file`, `devices`. */
  readonly topic: string;
  /** `unknown`: it does not matter here, or could not be looked at. */
  readonly state: 'ok' | 'wrong' | 'unknown';
  /** What was found, without a full stop. */
  readonly found: string;
  /** What to do about it; absent where there is nothing to do. */
  readonly remedy?: string;
}

/** In order. */
export function ok(topic: string, found: string): Diagnosis {
  return { topic, state: 'ok', found };
}

/** Something that would stop a gate, and what helps. */
export function wrong(topic: string, found: string, remedy: string): Diagnosis {
  return { topic, state: 'wrong', found, remedy };
}

/** Something that does not matter here, or could not be looked at. */
export function unknown(topic: string, found: string, remedy?: string): Diagnosis {
  return { topic, state: 'unknown', found, ...(remedy === undefined ? {} : { remedy }) };
}
