// From a refusal to an expected failure that names the model, what it was fed with, and the lines that mend it.

import { GateError } from '../../domain/errors.ts';
import type { InputPlan } from './input-plan.ts';
import type { Refusal } from './refusal.ts';

const ALLOWED = 'Correct input-shapes, dims or inputs in the input "options", or in the options of the model.';
const RUNTIME_ADVICE =
  'Install onnxruntime-node in the workspace for this platform, or let install-runtime: auto install it.';
const ELSEWHERE = 'Check that the model runs in ONNX Runtime on this machine; the backend local executes nothing else.';

/** The refusal as an expected failure; `plan` is what the model was fed with, where it got that far. */
export function toGateError({ code, message }: Refusal, model: string, plan?: InputPlan): GateError {
  if (code === 'input') return new GateError('invalid-input', `options for ${model}: ${message}.`, ALLOWED);
  if (code === 'runtime') {
    return new GateError('runtime-missing', `ONNX Runtime cannot be loaded: ${message}.`, RUNTIME_ADVICE);
  }
  const refused = `ONNX Runtime cannot execute ${model}: ${message}`;
  if (code === 'model' || plan === undefined) return new GateError('model-unsupported', refused, ELSEWHERE);
  const made = plan.inputs.filter(({ madeUp }) => madeUp);
  const fed = plan.inputs
    .map(({ name, type, value, from }) => `${name} ${type} [${value.dims.join(', ')}] (${from})`)
    .join('; ');
  const tried = fed === '' ? 'It has no inputs.' : `It was fed: ${fed}.`;
  if (made.length === 0) return new GateError('model-unsupported', `${refused}\n${tried}`, ELSEWHERE);
  return new GateError('model-unsupported', `${refused}\n${tried} ${describeMadeUp(plan)}`, advisePaste(plan));
}

function describeMadeUp({ inputs, assumed }: InputPlan): string {
  const made = inputs.filter(({ madeUp }) => madeUp).map(({ name }) => name);
  const values = `The values of ${made.join(', ')} were made up`;
  return assumed.length === 0 ? `${values}.` : `${values}, and so were sizes of ${assumed.join(', ')}.`;
}

/** The lines with which the user says what the model is really fed. */
function advisePaste({ inputs }: InputPlan): string {
  const made = inputs.filter(({ madeUp }) => madeUp);
  const shapes = made.map(({ name, value }) => `  ${name}: [${value.dims.join(', ')}]`).join('\n');
  const values = made.map(({ name }) => `  ${name}: path/to/${name.replaceAll(/[^\w.-]/g, '_')}.npy`).join('\n');
  return `Give what it is really fed, in "options"; correct and keep the lines that matter:\ninput-shapes:\n${shapes}\ninputs:\n${values}`;
}
