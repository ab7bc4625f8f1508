// Expectations on long texts and on steps. A failing one prints the line that differs, not the whole text.

import { expect } from 'vitest';
import type { StepResult } from './step.ts';

type Wanted = string | RegExp;

interface TextMatchers<R = unknown> {
  /** A line of the text holds this, or fits it. */
  toHaveLine(wanted: string | RegExp): R;
  /** Lines of the text hold these, in this order. */
  toHaveLines(wanted: readonly (string | RegExp)[]): R;
  /** The step ended with this exit code; a failure prints the end of its log. */
  toExit(code: number | null): R;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the default must be the one that vitest declares.
  interface Matchers<T = any> extends TextMatchers<T> {}
}

const LOG_LINES = 15;

expect.extend({
  toHaveLine(text: string, wanted: Wanted) {
    const found = linesOf(text).find((line) => fits(line, wanted));
    return {
      pass: found !== undefined,
      message: () => (found === undefined ? missing(text, wanted) : `a line has ${show(wanted)}:\n  ${found}`),
    };
  },
  toHaveLines(text: string, wanted: readonly Wanted[]) {
    const lines = linesOf(text);
    let from = 0;
    for (const one of wanted) {
      const at = lines.findIndex((line, index) => index >= from && fits(line, one));
      if (at < 0) {
        const after = from === 0 ? '' : `after\n  ${lines[from - 1]}\n`;
        return { pass: false, message: () => after + missing(lines.slice(from).join('\n'), one) };
      }
      from = at + 1;
    }
    return { pass: true, message: () => `the lines are there: ${wanted.map(show).join(', ')}` };
  },
  toExit({ exitCode, log }: Pick<StepResult, 'exitCode' | 'log'>, code: number | null) {
    const end = log.trimEnd().split('\n').slice(-LOG_LINES).join('\n  ');
    return {
      pass: exitCode === code,
      message: () => `the step ended with ${exitCode}, not ${code}; its log ends:\n  ${end}`,
    };
  },
});

function linesOf(text: string): readonly string[] {
  return text.split('\n');
}

function fits(line: string, wanted: Wanted): boolean {
  return typeof wanted === 'string' ? line.includes(wanted) : wanted.test(line);
}

function show(wanted: Wanted): string {
  return typeof wanted === 'string' ? JSON.stringify(wanted) : String(wanted);
}

/** What was looked for, above the line that has the most words of it. */
function missing(text: string, wanted: Wanted): string {
  const words = wordsOf(typeof wanted === 'string' ? wanted : wanted.source);
  const score = (line: string) => [...wordsOf(line)].filter((word) => words.has(word)).length;
  const [nearest] = linesOf(text).toSorted((a, b) => score(b) - score(a));
  const near = nearest === undefined || score(nearest) === 0 ? 'nothing is like it' : `the nearest is\n  ${nearest}`;
  return `no line of ${linesOf(text).length} has\n  ${show(wanted)}\n${near}`;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\d]+|✅|❌|⚪|⛔/gu) ?? []);
}
