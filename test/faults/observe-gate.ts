// One gate in trouble: how it ended, what a person reads, and what of that does not hold.

import { runGate } from '../../src/app/modes/gate.ts';
import type { Task } from '../../src/app/task.ts';
import type { Tools } from '../../src/app/tools.ts';
import { GateError, isPassing } from '../../src/domain/errors.ts';
import { describeFinding } from '../../src/rendering/findings.ts';
import type { Cell, Ending } from './cell.ts';

/** `canaries`: what must not be shown. */
export async function observeGate(
  task: Task,
  tools: Tools,
  canaries: readonly string[],
): Promise<Pick<Cell, 'ending' | 'words' | 'broken'>> {
  const { ending, words } = await runGate(task, tools).then(
    ({ subjects, findings }) => {
      const measured = subjects.some(({ comparisons }) => comparisons.length > 0);
      const told = findings.filter(({ code }) => TROUBLE.has(code)).map(describeFinding);
      const found = told.length === 0 ? 'recovered' : measured ? 'finding' : 'inconclusive';
      return { ending: found as Ending, words: told.join(' ') };
    },
    (error: unknown) => ({ ending: endingOf(error), words: wordsOf(error) }),
  );
  const broken: string[] = [];
  if (ending === 'bug') broken.push(`a bug: ${words}`);
  if (ending !== 'recovered' && words.length < 20) broken.push('nothing is said');
  for (const canary of canaries) if (words.includes(canary)) broken.push(`"${canary}" is shown`);
  if (/https?:\/\/127\.0\.0\.1:\d+\/\S/.test(words)) broken.push('an address is shown');
  return { ending, words, broken };
}

/** Findings about trouble, not about what is normal on a first run. */
const TROUBLE: ReadonlySet<string> = new Set([
  'job-failed',
  'not-recorded',
  'file-not-stored',
  'baseline-untrusted',
  'baseline-unreadable',
  'baseline-model-missing',
  'status-not-told',
  'cache-suspected',
  'sink-failed',
]);

function endingOf(error: unknown): Ending {
  if (!(error instanceof GateError)) return 'bug';
  return isPassing(error) ? 'inconclusive' : 'error';
}

function wordsOf(error: unknown): string {
  if (error instanceof GateError) return `${error.message} ${error.advice}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
