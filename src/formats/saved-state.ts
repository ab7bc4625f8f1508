// What the main step saves for the post step, as text: the open check and the open runs.

import * as z from 'zod';
import { describeIssues } from './issues.ts';

const SavedCheck = z.object({
  kind: z.enum(['check', 'status']),
  id: z.number(),
  name: z.string(),
  sha: z.string(),
  url: z.string(),
});

const SavedOpening = z.object({
  sha: z.string(),
  name: z.string(),
  mark: z.string(),
  detailsUrl: z.string().nullable(),
});

const SavedRuns = z.array(z.object({ tracker: z.string(), id: z.string(), settled: z.literal(true).optional() }));

/** A check, or one that was about to be opened. Throws an Error whose message says what is wrong with the text. */
export function decodeSavedCheck(text: string): z.output<typeof SavedCheck> | z.output<typeof SavedOpening> {
  return decode(z.union([SavedCheck, SavedOpening]), text);
}

/** Throws an Error whose message says what is wrong with the text. */
export function decodeSavedRuns(text: string) {
  return decode(SavedRuns, text).map(({ settled, ...run }) => (settled === true ? { ...run, settled } : run));
}

function decode<S extends z.ZodType>(schema: S, text: string): z.output<S> {
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new Error(`the saved state is not what the main step writes: ${describeIssues(parsed.error)}`);
  return parsed.data;
}
