// Whether the tickets that a job in mode collect was given are of its own commit and configuration.

import { GateError, messageOf } from '../../domain/errors.ts';
import { decodeTickets, type Tickets } from '../../formats/tickets.ts';

const ADVICE = 'Pass the output "tickets" of the job in mode submit: needs.<job>.outputs.tickets.';

/** Throws a GateError that says what is wrong. `settings` is the digest of the config file, as submit read it. */
export function checkTickets(text: string | undefined, sha: string | null, settings: string): Tickets {
  if (text === undefined) throw refuse('nothing was given, but mode is collect');
  const tickets = decode(text);
  if (tickets.commit !== sha) {
    throw refuse(`found tickets of the commit ${tickets.commit ?? '?'}; this job is about ${sha ?? '?'}`);
  }
  if (tickets.settings !== settings) {
    const advice =
      'Check the repository out in this job as well, at the same commit: limits and waivers stand in that file.';
    throw refuse('the configuration file is not the one with which the jobs were submitted', advice);
  }
  return tickets;
}

function decode(text: string): Tickets {
  try {
    return decodeTickets(text);
  } catch (error) {
    throw refuse(messageOf(error), ADVICE, error);
  }
}

function refuse(what: string, advice = ADVICE, cause?: unknown): GateError {
  return new GateError('invalid-input', `tickets: ${what}.`, advice, cause);
}
