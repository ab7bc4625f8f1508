// What the local backend feeds a model with: shapes and values that are given, or plausible and told.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeModel, type Node, type Tensor, type ValueInfo } from '../../demo/onnx.ts';
import { digestValue, planInputs, type WrittenPlan } from '../../src/adapters/local/input-plan.ts';
import { readGraph } from '../../src/adapters/onnx/graph.ts';
import { decodeNumbers } from '../../src/adapters/tensors/numbers.ts';
import { sample } from '../support/samples.ts';

const [FLOAT, UINT8, INT64, STRING] = [1, 2, 7, 8];
const folder = mkdtempSync(join(tmpdir(), 'latency-gate-inputs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
for (const name of ['floats.npy', 'scalar.npy', 'both.npz', 'int64.pb'] as const)
  writeFileSync(join(folder, name), sample(name));

interface Sketch {
  readonly inputs: readonly ValueInfo[];
  readonly nodes?: readonly Node[];
  readonly weights?: readonly Tensor[];
}

function graphOf({ inputs, nodes, weights = [] }: Sketch) {
  const first = inputs[0]?.name ?? '';
  const plain = [{ operator: 'Identity', name: 'same', inputs: [first], outputs: ['y'] }];
  return readGraph(encodeModel({ name: 'g', nodes: nodes ?? plain, weights, inputs, outputs: [] }));
}

function plan(sketch: Sketch, written: Partial<WrittenPlan> = {}) {
  return planInputs(graphOf(sketch), { shapes: {}, dims: {}, inputs: {}, ...written }, folder);
}

async function shapesOf(sketch: Sketch, written: Partial<WrittenPlan> = {}) {
  const { inputs, assumed } = await plan(sketch, written);
  return { shapes: Object.fromEntries(inputs.map(({ name, value }) => [name, value.dims.join('x')])), assumed };
}

function valuesOf(value: Awaited<ReturnType<typeof plan>>['inputs'][number] | undefined) {
  if (value === undefined) return undefined;
  const filled = value.value;
  return filled.type === 'string' ? filled.words : decodeNumbers(filled.type, filled.bytes).map(Number);
}

const image = (dims: ValueInfo['dims'], type = FLOAT): Sketch => ({ inputs: [{ name: 'image', type, dims }] });
const ids = (dims: ValueInfo['dims']): Sketch => ({ inputs: [{ name: 'input_ids', type: INT64, dims }] });

describe('shapes of free dimensions', () => {
  it.each([
    ['an image with channels first', image(['N', 3, 'H', 'W']), '1x3x224x224'],
    ['an image with channels last', image(['batch', 'h', 'w', 3], UINT8), '1x224x224x3'],
    ['a square image of which one side is known', image(['N', 3, 640, 'W']), '1x3x640x640'],
    ['a line of text', image(['N', 3, 48, 'W']), '1x3x48x320'],
  ])('are those of %s', async (_, sketch, shape) => {
    expect(await shapesOf(sketch)).toEqual({ shapes: { image: shape }, assumed: ['image'] });
  });

  it('take the channels from the convolution that the image goes into', async () => {
    const weights = [{ name: 'w', dims: [8, 5, 3, 3], data: new Float32Array(360) }];
    const nodes = [{ operator: 'Conv', name: 'conv', inputs: ['image', 'w'], outputs: ['y'] }];
    const { shapes } = await shapesOf({ ...image(['N', 'C', 'H', 'W']), nodes, weights });
    expect(shapes).toEqual({ image: '1x5x224x224' });
  });

  it('are the same for one name in all inputs, and sums are computed', async () => {
    const inputs = [
      { name: 'input_ids', type: INT64, dims: ['batch', 'sequence'] },
      { name: 'attention_mask', type: INT64, dims: ['batch', 'past_sequence_length + sequence'] },
      { name: 'past_key', type: FLOAT, dims: ['batch', 4, 'past_sequence_length', 8] },
    ];
    const { shapes } = await shapesOf({ inputs }, { dims: { sequence: 16, past_sequence_length: 3 } });
    expect(shapes).toEqual({ input_ids: '1x16', attention_mask: '1x19', past_key: '1x4x3x8' });
    expect((await shapesOf({ inputs })).shapes).toMatchObject({ input_ids: '1x128', past_key: '1x4x0x8' });
  });

  it('do not count as assumed where only the batch is free, or the user gives them', async () => {
    expect(await shapesOf(image(['N', 3, 32, 32]))).toEqual({ shapes: { image: '1x3x32x32' }, assumed: [] });
    const given = await shapesOf(image(['N', 3, 'H', 'W']), { shapes: { image: [2, 3, 0, 7] } });
    expect(given).toEqual({ shapes: { image: '2x3x0x7' }, assumed: [] });
  });

  it('are refused with the lines to paste where nothing sensible is known', async () => {
    const odd = { inputs: [{ name: 'features', type: FLOAT, dims: ['rows', 'columns'] }] };
    await expect(plan(odd)).rejects.toThrow('input-shapes:\n  features: [rows, columns]');
  });

  it('are refused where the model has no such input or dimension', async () => {
    await expect(plan(ids(['b', 's']), { shapes: { idz: [1, 2] } })).rejects.toThrow('it has: input_ids');
    await expect(plan(ids(['b', 's']), { dims: { batch: 1 } })).rejects.toThrow('it has: b, s');
    await expect(plan(ids([2, 's']), { shapes: { input_ids: [1, 8] } })).rejects.toThrow('but the model wants [2, s]');
  });
});

describe('values by default', () => {
  it('are ids within the table that the graph looks them up in, behind a cast too', async () => {
    const weights = [{ name: 'table', dims: [50, 2], data: new Float32Array(100) }];
    const nodes = [
      { operator: 'Cast', name: 'cast', inputs: ['input_ids'], outputs: ['i'], attributes: { to: 7 } },
      { operator: 'Gather', name: 'gather', inputs: ['table', 'i'], outputs: ['y'] },
    ];
    const { inputs } = await plan({ ...ids([1, 400]), nodes, weights });
    const values = valuesOf(inputs[0])?.map(Number) ?? [];
    expect([Math.min(...values), Math.max(...values)]).toEqual([0, 49]);
  });

  it.each([
    ['attention_mask', INT64, [1, 1, 1]],
    ['token_type_ids', INT64, [0, 0, 0]],
    ['position_ids', INT64, [0, 1, 2]],
    ['sr', INT64, [16000, 16000, 16000]],
  ])('of %s are what the name says', async (name, type, expected) => {
    const { inputs } = await plan({ inputs: [{ name, type, dims: [1, 3] }] });
    expect(valuesOf(inputs[0])).toEqual(expected);
  });

  it('are seeded: the same in every run, other ones at another place', async () => {
    const both = { inputs: ['a', 'b'].map((name) => ({ name, type: FLOAT, dims: [8] })) };
    const [first, again] = [await plan(both), await plan(both)];
    const digests = first.inputs.map(({ value }) => digestValue(value));
    expect(again.inputs.map(({ value }) => digestValue(value))).toEqual(digests);
    expect(new Set(digests).size).toBe(2);
  });

  it('are words for an input of text', async () => {
    const { inputs } = await plan({ inputs: [{ name: 'x', type: STRING, dims: [2] }] });
    expect(valuesOf(inputs[0])).toEqual([expect.any(String), expect.any(String)]);
  });
});

describe('values that the user gives', () => {
  const two: Sketch = {
    inputs: [
      { name: 'image', type: FLOAT, dims: [1, 'c', 'n'] },
      { name: 'ids', type: INT64, dims: ['k'] },
    ],
  };

  it('are constants, ranges and files, whose shapes fill free dimensions', async () => {
    const { inputs, assumed } = await plan(two, { inputs: { image: { file: 'both.npz' }, ids: { range: [5, 5] } } });
    expect(inputs.map(({ value, madeUp }) => [value.dims, madeUp])).toEqual([
      [[1, 3, 4], false],
      [[1], false],
    ]);
    expect([valuesOf(inputs[1]), assumed]).toEqual([[5], []]);
  });

  it('may be saved in another type that holds the same numbers', async () => {
    const { inputs } = await plan(ids(['n']), { inputs: { input_ids: 'int64.pb' } });
    expect(valuesOf(inputs[0])).toEqual([1, -2, 2 ** 53 + 1].map(Number));
  });

  it('are refused with the file, what it holds and what is allowed', async () => {
    const refused = (source: string) => plan(image([1, 3, 2, 2]), { inputs: { image: source } });
    await expect(refused('nothing.npy')).rejects.toThrow(
      /the file nothing.npy, which cannot be read \(ENOENT\); allowed are/,
    );
    await expect(refused('floats.npy')).rejects.toThrow('but the model wants [1, 3, 2, 2]');
    writeFileSync(join(folder, 'short.bin'), 'abc');
    await expect(refused('short.bin')).rejects.toThrow('it has 3 bytes, but float32 [1, 3, 2, 2] needs 48');
    await expect(plan(two, { inputs: { pixels: 1 } })).rejects.toThrow('it has: image, ids');
    await expect(plan(two, { inputs: 'nowhere' })).rejects.toThrow('found nowhere, which does not exist');
  });

  it('may lie in a folder, numbered or named', async () => {
    const set = join(folder, 'case', 'test_data_set_0');
    mkdirSync(set, { recursive: true });
    writeFileSync(join(set, 'input_0.pb'), sample('int64.pb'));
    const { inputs } = await plan(ids(['n']), { inputs: 'case' });
    expect(inputs[0]?.value.dims).toEqual([3]);
  });
});
