// Files of sample data: what NumPy and ONNX write is read to the value, and what cannot be used says why.

import { describe, expect, it } from 'vitest';
import { convertNumbers, readNpy, readNpz } from '../../src/adapters/tensors/npy.ts';
import { decodeNumbers, encodeNumbers } from '../../src/adapters/tensors/numbers.ts';
import { readTensorProto } from '../../src/adapters/tensors/tensor-proto.ts';
import type { TensorValue } from '../../src/adapters/tensors/types.ts';
import { sample } from '../support/samples.ts';

function read(value: TensorValue) {
  const values = value.type === 'string' ? value.words : decodeNumbers(value.type, value.bytes);
  return { type: value.type, dims: value.dims, values };
}

describe('readNpy', () => {
  it('reads numbers of either byte order, half precision, words and scalars', () => {
    expect(read(readNpy(sample('floats.npy')))).toEqual({ type: 'float32', dims: [2, 3], values: [0, 1, 2, 3, 4, 5] });
    expect(read(readNpy(sample('big-endian.npy')))).toEqual({ type: 'int32', dims: [2], values: [1, -2] });
    expect(read(readNpy(sample('halves.npy')))).toEqual({ type: 'float16', dims: [3], values: [0.5, -1.5, 65504] });
    expect(read(readNpy(sample('words.npy')))).toEqual({ type: 'string', dims: [2], values: ['ab', 'c'] });
    expect(read(readNpy(sample('scalar.npy')))).toEqual({ type: 'int64', dims: [], values: [16000n] });
  });

  it('says what it cannot take', () => {
    expect(() => readNpy(sample('fortran.npy'))).toThrow('np.ascontiguousarray');
    expect(() => readNpy(sample('floats.npy').subarray(0, 140))).toThrow('truncated');
    expect(() => readNpy(sample('int64.pb'))).toThrow('does not begin as a .npy file');
  });

  it('reads every array of an archive', async () => {
    const arrays = await readNpz(sample('both.npz'));
    expect([...arrays].map(([name, { dims }]) => [name, dims])).toEqual([
      ['image', [1, 3, 4]],
      ['ids', [1]],
    ]);
  });
});

describe('readTensorProto', () => {
  it.each([
    ['int64.pb', 'int64', 'int64', [1n, -2n, 2n ** 53n + 1n]],
    ['bfloat16.pb', 'bfloat16', 'float32', [1.5, -3]],
    ['float8e4m3fn.pb', 'float8e4m3fn', 'float32', [0.0625, -448, 3.5]],
    ['int4.pb', 'int4', 'int8', [-8, 7, -1]],
    ['float16.pb', 'float16', 'float16', [0.5, -2]],
    ['words.pb', 'string', 'string', ['grün', 'x']],
  ] as const)('reads %s exactly, in a type that can be handed over', (name, type, carrier, values) => {
    const tensor = readTensorProto(sample(name));
    expect(tensor.type).toBe(type);
    expect(read(tensor.value)).toMatchObject({ type: carrier, values });
  });

  it('answers every prefix with an error, never with a crash', () => {
    const bytes = sample('int64.pb');
    for (let length = 0; length < bytes.length - 3; length += 1) {
      expect(() => readTensorProto(bytes.subarray(0, length))).toThrow(Error);
    }
  });
});

describe('convertNumbers', () => {
  it('takes the doubles that Python saves for the floats that a model wants', () => {
    const doubles: TensorValue = { type: 'float64', dims: [2], bytes: encodeNumbers('float64', 2, (i) => i + 0.5) };
    expect(read(convertNumbers(doubles, 'float32'))).toEqual({ type: 'float32', dims: [2], values: [0.5, 1.5] });
  });

  it('refuses what would change a number', () => {
    const longs: TensorValue = { type: 'int64', dims: [1], bytes: encodeNumbers('int64', 1, () => 2 ** 40) };
    expect(() => convertNumbers(longs, 'int32')).toThrow('1099511627776, which is no int32');
    const floats: TensorValue = { type: 'float32', dims: [1], bytes: encodeNumbers('float32', 1, () => 1.5) };
    expect(() => convertNumbers(floats, 'int64')).toThrow('it holds float32, the model wants int64');
  });
});

describe('half precision', () => {
  it('comes back as it was for every one of its 65,536 bit patterns', () => {
    const bits = Uint8Array.from(new Uint8Array(Uint16Array.from({ length: 65536 }, (_, i) => i).buffer));
    const numbers = decodeNumbers('float16', bits);
    const again = encodeNumbers('float16', 65536, (index) => numbers[index] ?? 0);
    const wrong = numbers.findIndex(
      (number, i) => !Number.isNaN(number) && (bits[i * 2] !== again[i * 2] || bits[i * 2 + 1] !== again[i * 2 + 1]),
    );
    expect(wrong).toBe(-1);
  });
});
