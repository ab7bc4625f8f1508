// What stands without a flag: one file is the model, two are the old one and the new one.

import type { CommandName } from '../config/command-line.ts';
import type { RawInputs } from '../config/config.ts';
import { GateError } from '../domain/errors.ts';

/** The inputs with the operands among them. Throws a GateError where a flag says it too, or there are too many. */
export function takeOperands(command: CommandName, inputs: RawInputs, operands: readonly string[]): RawInputs {
  const names = operands.length === 2 ? (['baseline-model', 'model'] as const) : (['model'] as const);
  if (operands.length > names.length) {
    throw new GateError(
      'invalid-input',
      `${command}: found ${operands.length} files (${operands.join(', ')}); allowed: one model, or the old one and the new one.`,
      'Give several models as a glob in quotes (--model "out/*.onnx"), or list them in the config file.',
    );
  }
  const twice = operands.length === 0 ? undefined : names.find((name) => inputs[name] !== undefined);
  if (twice !== undefined) {
    throw new GateError(
      'invalid-input',
      `${command}: found ${twice} twice: "${operands[names.length - 1]}" and --${twice} ${inputs[twice]}.`,
      'Give it once.',
    );
  }
  return { ...inputs, ...Object.fromEntries(operands.map((path, index) => [names[index], path])) };
}
