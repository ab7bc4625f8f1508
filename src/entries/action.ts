// The action inside a workflow: from the runner's environment to an exit code. Reads what the step was asked to do; what
// that needs is loaded then, so that a wrong input is refused at once.

import { ActionsLogger, ActionsOutput, fail, mask } from '../adapters/runner/actions.ts';
import { readEnvironment } from '../adapters/runner/environment.ts';
import { abortOnSignals } from '../adapters/runner/signals.ts';
import { readAcceptEvent } from '../config/accept-event.ts';
import { findUnknown, readInput } from '../config/config.ts';
import { type EventFacts, readTrigger } from '../config/event.ts';
import { fromSystem, GateError } from '../domain/errors.ts';
import type { Mode } from '../domain/outcome.ts';
import type { Trigger } from '../domain/trigger.ts';
import type { StepContext } from './work.ts';

/** Runs the action; resolves to the exit code and never rejects. */
export async function runAction(): Promise<number> {
  try {
    const environment = readEnvironment();
    return await runStep({
      environment,
      log: new ActionsLogger(),
      step: new ActionsOutput(),
      signal: abortOnSignals(),
      mask,
    });
  } catch (error) {
    // Before there is a trigger there is no commit to report on: the log and the exit code are all there is.
    const expected = error instanceof GateError ? error : fromSystem(error);
    fail(expected === undefined ? error : `${expected.message}\n${expected.advice}`);
    return 2;
  }
}

async function runStep(context: StepContext): Promise<number> {
  const { inputs, github, event } = context.environment;
  const token = readInput('github-token', inputs);
  mask(token ?? '');
  for (const name of findUnknown(inputs)) context.log.warning(`"${name}" is no input of this action and was ignored.`);
  const facts = { ...github, ...event };
  const mode = readInput('mode', inputs);
  const asked = readAcceptEvent(facts, mode, readInput('accept-label', inputs));
  if (asked?.kind === 'nothing') {
    context.log.info(asked.why);
    return 0;
  }
  const work = asked === undefined ? { mode, event: readEvent(facts, mode) } : { asked };
  const { runWork } = await import('./work.ts');
  return runWork(work, token, context);
}

function readEvent(facts: EventFacts, mode: string): Trigger {
  const event = readTrigger(facts, isRunMode(mode) ? mode : 'auto', mode !== 'auto');
  if (event.tag !== null && DETACHED.includes(mode)) throw refuseDetached(mode);
  return event;
}

const DETACHED: readonly string[] = ['submit', 'collect'];

/** What a release is compared with, and where it is kept, is decided in one step. */
function refuseDetached(mode: string): GateError {
  const message = `mode: found "${mode}" on a release; allowed: on pull requests and branches.`;
  return new GateError('invalid-input', message, 'Leave mode at auto for releases.');
}

/** Modes that an event can lead to as well; the others are parts of a workflow, whose commit the event names. */
function isRunMode(mode: string): mode is Mode {
  return mode === 'gate' || mode === 'record' || mode === 'release';
}
