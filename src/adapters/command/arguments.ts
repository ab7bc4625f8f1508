// A command as a user writes it, a line or a list, to a program and its arguments. No shell is involved: nothing is
// expanded but the three placeholders, so that a path with spaces or quotes stays one argument.

import { GateError } from '../../domain/errors.ts';

/** What a call is about, as `{model}`, `{device}` and `{output}` or as variables of the same words. */
export interface CallFacts {
  readonly model: string;
  readonly device: string;
  /** A file that the command may write its results into, instead of printing them. */
  readonly output: string;
}

/**
 * A list (one argument a line) as it is; a single line split at white space outside of quotes.
 * @example splitCommand('bench "a b" {model}') // ['bench', 'a b', '{model}']
 */
export function splitCommand(written: string | readonly string[], input = 'command'): readonly string[] {
  const list = typeof written === 'string' ? written.split('\n').filter((line) => line.trim() !== '') : written;
  const [only, another] = list;
  if (only === undefined) throw refuse(input, '', 'a program and its arguments');
  return another === undefined ? splitLine(only, input) : list.map((argument) => argument.trim());
}

/** Inside double quotes a backslash escapes a quote or a backslash; before anything else it is part of a path. */
function splitLine(line: string, input: string): readonly string[] {
  const parts = [...line.matchAll(/(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']+))(\s+|$)?/g)];
  const covered = parts.reduce((sum, [text]) => sum + text.length, 0);
  if (covered !== line.trimStart().length) throw refuse(input, line, 'quotes that are closed');
  const words: string[] = [];
  let open = false;
  for (const [, double, single, plain, gap] of parts) {
    const piece = double?.replaceAll(/\\(["\\])/g, '$1') ?? single ?? plain ?? '';
    if (open) words[words.length - 1] += piece;
    else words.push(piece);
    open = gap === undefined;
  }
  return words;
}

/** The arguments of one call. */
export function fillPlaceholders(args: readonly string[], facts: CallFacts): readonly string[] {
  return args.map((argument) =>
    argument.replaceAll(/\{(model|device|output)\}/g, (_, name: keyof CallFacts) => facts[name]),
  );
}

/** The same facts as variables, for programs that read them there. */
export function toVariables({ model, device, output }: CallFacts): Readonly<Record<string, string>> {
  return { LATENCY_GATE_MODEL: model, LATENCY_GATE_DEVICE: device, LATENCY_GATE_OUTPUT: output };
}

function refuse(input: string, found: string, allowed: string): GateError {
  const advice = `Correct the input "${input}": one line, or one argument a line.`;
  return new GateError('invalid-input', `${input}: found "${found}"; allowed: ${allowed}.`, advice);
}
