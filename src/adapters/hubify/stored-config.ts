// An experiment's configuration as the service hands it back: the JSON text of what was sent.

import * as z from 'zod';

/** Sent as text, as version 0.1 did, it may come back as the text of a text. */
const DEEPEST = 3;

const Stored = z.looseObject({ latency_gate: z.record(z.string(), z.unknown()).optional() });

/** Throws an Error where it is no JSON object. */
export function parseStoredConfig(text: string): z.output<typeof Stored> {
  let value: unknown = text === '' ? {} : text;
  for (let depth = 0; typeof value === 'string' && depth < DEEPEST; depth += 1) value = JSON.parse(value);
  return Stored.parse(value);
}
