// The file `latency-gate/staged@1`: a model that a workflow without secrets hands over to one that has them.

import * as z from 'zod';
import { parseBoundedJson } from './bounded-json.ts';
import { describeIssues } from './issues.ts';

const STAGED_SCHEMA = 'latency-gate/staged@1';

const StagedManifest = z.object({
  schema: z.literal(STAGED_SCHEMA),
  /** The commit the model was built from. */
  commit: z.string().nullable(),
  model: z.object({
    name: z.string().min(1).max(500),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    sizeBytes: z.number().nonnegative(),
    format: z.string(),
  }),
  /** The main file first, relative to the folder `model`. */
  files: z
    .array(z.string().regex(/^(?![/\\])(?!.*(^|[/\\])\.\.([/\\]|$)).+$/, 'must be a path inside of the artifact'))
    .min(1)
    .max(1000),
});

export type StagedManifest = Omit<z.output<typeof StagedManifest>, 'schema'>;

export function encodeStagedManifest(manifest: StagedManifest): string {
  return `${JSON.stringify({ schema: STAGED_SCHEMA, ...manifest }, null, 2)}\n`;
}

/** Throws an Error whose message says what is wrong with the text. */
export function decodeStagedManifest(text: string): StagedManifest {
  const parsed = StagedManifest.safeParse(parseBoundedJson(text));
  if (!parsed.success) throw new Error(`it is no ${STAGED_SCHEMA}: ${describeIssues(parsed.error)}`);
  return parsed.data;
}
