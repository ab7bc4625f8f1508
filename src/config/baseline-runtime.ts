// The input `baseline-runtime`: which ONNX Runtime executes the baseline's model, where it is another.

import { refuse } from './place.ts';
import { type Parser, parser } from './values.ts';

const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]{1,64})?$/;
const PATH = /^\.{0,2}[/\\]|^[A-Za-z]:[/\\]|[/\\]/;

/** An exact version, so that it means the same tomorrow, or a path. */
export const parseBaselineRuntime: Parser<string> = parser({ type: 'string' }, (text, place) => {
  if (EXACT.test(text) || PATH.test(text)) return text;
  throw refuse(place, text, 'an exact version of onnxruntime-node such as 1.23.0, or the path of a folder that has it');
});
