// The file `latency-gate/section@1`: one job's part of the comment, which every job of its workflow run can read.

import * as z from 'zod';
import type { Section } from '../domain/section.ts';
import { parseBoundedJson } from './bounded-json.ts';
import { describeIssues } from './issues.ts';

const SECTION_SCHEMA = 'latency-gate/section@1';

const SectionFile = z.looseObject({
  schema: z.literal(SECTION_SCHEMA),
  key: z.string(),
  runId: z.number(),
  attempt: z.number(),
  step: z.string().max(500).optional(),
  text: z.string(),
});

export function encodeSectionFile(section: Section): string {
  return `${JSON.stringify({ schema: SECTION_SCHEMA, ...section })}\n`;
}

/** Throws an Error whose message says what is wrong with the text. */
export function decodeSectionFile(text: string): Section {
  const parsed = SectionFile.safeParse(parseBoundedJson(text));
  if (!parsed.success) throw new Error(`it is no ${SECTION_SCHEMA}: ${describeIssues(parsed.error)}`);
  const { key, runId, attempt, step, text: body } = parsed.data;
  return { key, runId, attempt, step, text: body };
}
