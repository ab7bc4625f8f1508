// How far the outputs of two models lie apart that were given the same inputs: faster is no gain where it is wrong.

import type { Values } from '../../domain/job.ts';
import { decodeNumbers } from '../tensors/numbers.ts';
import type { TensorValue } from '../tensors/types.ts';
import type { NamedValue } from './protocol.ts';

export interface OutputDrift {
  /** By metric name; empty where no output could be compared. */
  readonly values: Values;
  /** Outputs that have no counterpart of the same shape on the other side. */
  readonly unmatched: readonly string[];
  /** Numbers of the candidate that are NaN or infinite where the baseline's are not. */
  readonly newlyNotFinite: number;
}

/** What stands for no difference at all: infinity is no number that a file can hold. */
const EQUAL_DB = 200;

interface Part {
  readonly maxAbs: number;
  readonly maxRel: number;
  readonly cosine: number;
  readonly psnr: number;
  /** Per cent of rows with the same largest value; undefined of what is no table of scores. */
  readonly top1: number | undefined;
  readonly newlyNotFinite: number;
}

/** Compares outputs by name, else by order and shape; of several the worst counts. */
export function compareOutputs(baseline: readonly NamedValue[], candidate: readonly NamedValue[]): OutputDrift {
  const parts: Part[] = [];
  const unmatched: string[] = [];
  for (const [place, output] of candidate.entries()) {
    const other = baseline.find(({ name }) => name === output.name) ?? baseline[place];
    const part = other === undefined ? undefined : comparePart(other.value, output.value);
    if (part === undefined) unmatched.push(output.name);
    else parts.push(part);
  }
  const newlyNotFinite = parts.reduce((total, part) => total + part.newlyNotFinite, 0);
  if (parts.length === 0) return { values: {}, unmatched, newlyNotFinite };
  const scores = parts.flatMap(({ top1 }) => top1 ?? []);
  return {
    values: {
      output_psnr: Math.min(...parts.map(({ psnr }) => psnr)),
      output_cosine: Math.min(...parts.map(({ cosine }) => cosine)),
      ...(scores.length === 0 ? {} : { output_top1: Math.min(...scores) }),
      output_max_abs: Math.max(...parts.map(({ maxAbs }) => maxAbs)),
      output_max_rel: Math.max(...parts.map(({ maxRel }) => maxRel)),
      output_not_finite: newlyNotFinite,
    },
    unmatched,
    newlyNotFinite,
  };
}

/** Undefined where the shapes differ, or only one of the two is made of words. */
function comparePart(baseline: TensorValue, candidate: TensorValue): Part | undefined {
  if (baseline.dims.join() !== candidate.dims.join()) return undefined;
  if (baseline.type === 'string' || candidate.type === 'string') return undefined;
  const before = decodeNumbers(baseline.type, baseline.bytes).map(Number);
  const after = decodeNumbers(candidate.type, candidate.bytes).map(Number);
  const newlyNotFinite = after.filter((value, i) => !Number.isFinite(value) && Number.isFinite(before[i])).length;
  // A number that is none is as wrong as can be.
  if (newlyNotFinite > 0) return { ...measure([], []), cosine: 0, psnr: 0, top1: undefined, newlyNotFinite };
  const kept = before.flatMap((value, i) => (Number.isFinite(value) && Number.isFinite(after[i]) ? [i] : []));
  const pick = (values: readonly number[]) => kept.map((i) => values[i] ?? 0);
  const scored = baseline.type.startsWith('float') && [2, 3].includes(baseline.dims.length);
  const top1 = scored ? agreeOnLargest(before, after, baseline.dims.at(-1) ?? 1) : undefined;
  return { ...measure(pick(before), pick(after)), top1, newlyNotFinite };
}

function measure(before: readonly number[], after: readonly number[]): Omit<Part, 'top1' | 'newlyNotFinite'> {
  let [squares, maxAbs, maxRel, dot, low, high] = [0, 0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [lengthBefore, lengthAfter] = [0, 0];
  for (const [i, value] of before.entries()) {
    const other = after[i] ?? 0;
    const difference = Math.abs(other - value);
    squares += difference ** 2;
    maxAbs = Math.max(maxAbs, difference);
    if (value !== 0) maxRel = Math.max(maxRel, difference / Math.abs(value));
    [low, high] = [Math.min(low, value), Math.max(high, value)];
    dot += value * other;
    lengthBefore += value ** 2;
    lengthAfter += other ** 2;
  }
  const length = Math.sqrt(lengthBefore * lengthAfter);
  const cosine = maxAbs === 0 ? 1 : length === 0 ? 0 : dot / length;
  return { maxAbs, maxRel, cosine, psnr: toDecibel(peakOf(low, high), squares / Math.max(1, before.length)) };
}

/** The range of the baseline's values; of a constant output its size. */
function peakOf(low: number, high: number): number {
  const range = high - low;
  return range > 0 ? range : Math.max(Math.abs(high), Number.MIN_VALUE);
}

/** Peak signal-to-noise ratio: 20 log10 of the range over the root of the mean square difference. */
function toDecibel(peak: number, meanSquare: number): number {
  if (meanSquare === 0) return EQUAL_DB;
  return Math.min(EQUAL_DB, 20 * Math.log10(peak) - 10 * Math.log10(meanSquare));
}

function agreeOnLargest(before: readonly number[], after: readonly number[], width: number): number | undefined {
  const rows = width < 2 ? 0 : Math.floor(before.length / width);
  if (rows === 0) return undefined;
  const largest = (values: readonly number[], row: number) => {
    let best = row * width;
    for (let i = best + 1; i < (row + 1) * width; i += 1) if ((values[i] ?? 0) > (values[best] ?? 0)) best = i;
    return best;
  };
  const same = Array.from({ length: rows }, (_, row) => largest(before, row) === largest(after, row));
  return (same.filter(Boolean).length / rows) * 100;
}
