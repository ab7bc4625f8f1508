// Sizes for the free dimensions of a model's inputs where the user gives none: what a deployed model would plausibly
// be fed. A batch is one; everything else is told to the user, or refused where nothing sensible is known.

import type { Dimension, GraphValue, OnnxGraph } from '../onnx/graph.ts';
import { isConvolved, prescribedSize } from '../onnx/uses.ts';
import { isInteger } from '../tensors/types.ts';

export interface Guess {
  readonly size: number;
  /** A batch of one is nobody's surprise, and what the weights prescribe is no guess. */
  readonly told: boolean;
}

const SEQUENCE = 128;
const IMAGE = 224;
/** The width of a line of text, as text recognition models are fed. */
const TEXT_LINE = 320;
const TALLEST_TEXT_LINE = 64;
/** One second of speech. */
const AUDIO = 16_000;

const BATCH_NAME = /batch|^(n|b|bs)$/i;
const PAST_NAME = /past|cache/i;
const SEQUENCE_NAME = /seq|len|token|step|time|frame|word|text/i;
const AUDIO_NAME = /audio|wav|signal|pcm|speech|input_values/i;
const CHANNELS = new Set([1, 3, 4]);

interface Place {
  readonly value: GraphValue;
  readonly index: number;
  readonly dims: readonly Dimension[];
  readonly name: string;
  readonly graph: OnnxGraph;
}

/** The size of a free dimension, or undefined where nothing sensible is known. */
export function guessSize(graph: OnnxGraph, value: GraphValue, index: number): Guess | undefined {
  const dims = value.dims ?? [];
  const name = String(dims[index] ?? '');
  const place: Place = { value, index, dims, name, graph };
  const prescribed = prescribedSize(graph, value.name, index, dims.length);
  if (prescribed !== undefined) return { size: prescribed, told: false };
  const named = guessByName(name);
  if (named !== undefined) return named;
  const size = guessImage(place) ?? guessByPlace(place);
  return size === undefined ? undefined : { size, told: index > 0 };
}

/** What a dimension's name alone tells. */
export function guessByName(name: string): Guess | undefined {
  if (BATCH_NAME.test(name)) return { size: 1, told: false };
  if (PAST_NAME.test(name)) return { size: 0, told: true };
  return SEQUENCE_NAME.test(name) ? { size: SEQUENCE, told: true } : undefined;
}

/** Height and width of an image: what the exporter wrote, square where one side is known, else a common size. */
function guessImage({ value, index, dims, name, graph }: Place): number | undefined {
  const at = (place: number) => (typeof dims[place] === 'number' ? dims[place] : undefined);
  if (dims.length !== 4) return undefined;
  const first = CHANNELS.has(at(1) ?? 0) || isConvolved(graph, value.name);
  if (!first && !CHANNELS.has(at(3) ?? 0)) return undefined;
  const [height, width] = first ? [2, 3] : [1, 2];
  if (index !== height && index !== width) return undefined;
  const written = readImageSize(graph)?.[index === height ? 0 : 1];
  if (written !== undefined) return written;
  const other = at(index === height ? width : height);
  if (other === undefined) return IMAGE;
  return index === width && other <= TALLEST_TEXT_LINE && !/height/i.test(name) ? TEXT_LINE : other;
}

/** `imgsz` is what Ultralytics' exporter writes: `[640, 640]`. */
function readImageSize({ metadata }: OnnxGraph): readonly [number, number] | undefined {
  const [height, width] = (metadata.get('imgsz') ?? '').match(/\d+/g)?.map(Number) ?? [];
  return height === undefined ? undefined : [height, width ?? height];
}

function guessByPlace({ value, index, dims }: Place): number | undefined {
  const rank = dims.length;
  if (index === 0 && rank === 1 && AUDIO_NAME.test(value.name)) return AUDIO;
  if (index === 0) return 1;
  if (AUDIO_NAME.test(value.name) && index === rank - 1 && rank <= 3) return AUDIO;
  if (value.type !== undefined && isInteger(value.type) && rank === 2) return SEQUENCE;
  // Frames of features, either first.
  const others = dims.slice(1).filter((_, place) => place + 1 !== index);
  return rank === 3 && others.every((dim) => typeof dim === 'number') ? SEQUENCE : undefined;
}
