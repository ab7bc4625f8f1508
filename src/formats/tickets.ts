// The text `latency-gate/tickets@1`: what one job of a workflow submitted, as the output `tickets` hands it to another.

import * as z from 'zod';
import type { ModelIdentity } from '../domain/model.ts';
import { parseBoundedJson } from './bounded-json.ts';
import { describeIssues } from './issues.ts';
import { encodeModel, ModelFields } from './model-fields.ts';

const TICKETS_SCHEMA = 'latency-gate/tickets@1';

const Tickets = z.object({
  schema: z.literal(TICKETS_SCHEMA),
  /** The commit they were submitted for. */
  commit: z.string().nullable(),
  /** Digest of the configuration file; empty where there was none. */
  settings: z.string().default(''),
  /** Why nothing could be submitted. */
  trouble: z.string().nullable().default(null),
  models: z.array(
    z.object({
      model: ModelFields,
      handle: z.string(),
      devices: z.array(z.string().min(1)).min(1),
    }),
  ),
  jobs: z.array(
    z.object({
      model: z.string(),
      ticket: z.object({
        profiler: z.string(),
        id: z.string(),
        device: z.string(),
        sha256: z.string(),
        handle: z.string(),
      }),
    }),
  ),
});

export type Tickets = Omit<z.output<typeof Tickets>, 'schema'>;

export function encodeTickets(tickets: {
  readonly commit: string | null;
  readonly settings: string;
  readonly trouble: string | null;
  readonly models: readonly {
    readonly model: ModelIdentity;
    readonly handle: string;
    readonly devices: readonly string[];
  }[];
  readonly jobs: readonly unknown[];
}): string {
  const models = tickets.models.map((entry) => ({ ...entry, model: encodeModel(entry.model) }));
  return JSON.stringify({ schema: TICKETS_SCHEMA, ...tickets, models });
}

/** Throws an Error whose message says what is wrong with the text. */
export function decodeTickets(text: string): Tickets {
  const parsed = Tickets.safeParse(parseBoundedJson(text));
  if (!parsed.success) throw new Error(`it is no ${TICKETS_SCHEMA}: ${describeIssues(parsed.error)}`);
  return parsed.data;
}
