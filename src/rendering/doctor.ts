// What `doctor` found as lines for a terminal: a sign, the topic, what was found, and below it the remedy.

import type { Diagnosis } from '../domain/diagnosis.ts';
import type { Paint } from './paint.ts';

const SIGNS = { ok: '✓', wrong: '✗', unknown: '–' } as const;

/** A line for each topic; the last line says whether a gate could run. */
export function renderDiagnoses(diagnoses: readonly Diagnosis[], paint: Paint): string {
  const width = Math.max(...diagnoses.map(({ topic }) => topic.length));
  const colors = { ok: paint.green, wrong: paint.red, unknown: paint.dim } as const;
  const lines = diagnoses.flatMap(({ topic, state, found, remedy }) => [
    `${colors[state](SIGNS[state])} ${topic.padEnd(width)}  ${indent(found, width)}`,
    ...(remedy === undefined ? [] : [`  ${' '.repeat(width)}  → ${indent(remedy, width)}`]),
  ]);
  const bad = diagnoses.filter(({ state }) => state === 'wrong').length;
  const verdict =
    bad === 0
      ? paint.green('Nothing stands in the way.')
      : paint.red(`${bad} ${bad === 1 ? 'thing stands' : 'things stand'} in the way.`);
  return `${[...lines, '', `${verdict} Nothing was measured, spent or written.`].join('\n')}\n`;
}

/** Further lines of a text start below its first. */
function indent(text: string, width: number): string {
  return text.split('\n').join(`\n${' '.repeat(width + 4)}`);
}
