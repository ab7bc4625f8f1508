// From an event to the wish to accept what regressed, or to run a gate again.

import * as z from 'zod';
import { parseCommand } from '../domain/acceptance.ts';
import { GateError } from '../domain/errors.ts';
import type { EventFacts } from './event.ts';

const Comment = z.object({
  action: z.string(),
  issue: z.object({ number: z.number(), pull_request: z.unknown().optional() }),
  comment: z.object({ body: z.string().nullish(), user: z.object({ login: z.string() }).nullable() }),
  changes: z.object({ body: z.object({ from: z.string() }).optional() }).optional(),
});

const Labeled = z.object({
  action: z.literal('labeled'),
  pull_request: z.object({ number: z.number() }),
  label: z.object({ name: z.string() }),
  sender: z.object({ login: z.string() }),
});

/** What is asked for; or why the event asks for nothing. */
export type AcceptEvent =
  | { readonly kind: 'comment'; readonly pullRequest: number; readonly by: string; readonly rerun: boolean }
  | { readonly kind: 'label'; readonly pullRequest: number; readonly by: string; readonly label: string }
  | { readonly kind: 'nothing'; readonly why: string };

/**
 * Undefined where the event is none of those that mode accept is for. `label`: the name that accepts, `off` for none.
 * Throws a GateError where mode accept is set on another event.
 */
export function readAcceptEvent(facts: EventFacts, mode: string, label: string): AcceptEvent | undefined {
  if (mode !== 'auto' && mode !== 'accept') return undefined;
  const found = facts.name === 'issue_comment' ? readComment(facts) : readLabel(facts, label);
  if (found === undefined && mode === 'accept') {
    throw new GateError(
      'invalid-input',
      `mode: found "accept" on ${facts.name}; allowed: issue_comment on a pull request, or pull_request: labeled with accept-label.`,
      'Trigger the workflow by "on: issue_comment: types: [created, edited, deleted]"; see docs/accepting.md.',
    );
  }
  return found;
}

/** A command that was changed or deleted is looked at as well: it no longer accepts. */
function readComment({ payload }: EventFacts): AcceptEvent | undefined {
  const parsed = Comment.safeParse(payload);
  if (!parsed.success || parsed.data.issue.pull_request == null) return undefined;
  const { action, issue, comment, changes } = parsed.data;
  const command = parseCommand(comment.body ?? '');
  const before = parseCommand(changes?.body?.from ?? '');
  const rerun = command?.kind === 'rerun';
  if (command === undefined && before === undefined) return { kind: 'nothing', why: 'The comment is no command.' };
  if (rerun && action !== 'created') return { kind: 'nothing', why: 'Only a new comment starts a workflow again.' };
  return { kind: 'comment', pullRequest: issue.number, by: comment.user?.login ?? '', rerun };
}

function readLabel({ name, payload }: EventFacts, wanted: string): AcceptEvent | undefined {
  const parsed = Labeled.safeParse(payload);
  if (name !== 'pull_request' || wanted === 'off' || !parsed.success) return undefined;
  const { pull_request: pull, label, sender } = parsed.data;
  if (label.name !== wanted)
    return { kind: 'nothing', why: `The label ${JSON.stringify(label.name)} accepts nothing.` };
  return { kind: 'label', pullRequest: pull.number, by: sender.login, label: label.name };
}
