// Tensors between plain bytes and ONNX Runtime for Node. Runs in the process that executes the model.

import type * as Ort from 'onnxruntime-node';
import { type CarriedType, isCarried, type TensorValue } from '../tensors/types.ts';
import type { DescribedValue, NamedValue } from './protocol.ts';

type ArrayType = new (buffer: ArrayBuffer) => ArrayBufferView;

const ARRAYS: Readonly<Record<Exclude<CarriedType, 'string'>, ArrayType>> = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
};

export function toTensor(ort: typeof Ort, value: TensorValue): Ort.Tensor {
  if (value.type === 'string') return new ort.Tensor('string', [...value.words], value.dims);
  // A copy of its own: the bytes may lie anywhere in a larger buffer, and arrays of wide numbers need to be aligned.
  const { buffer } = Uint8Array.from(value.bytes);
  return new ort.Tensor(value.type, new ARRAYS[value.type](buffer) as Float32Array, value.dims);
}

export function fromTensor([name, tensor]: readonly [string, Ort.OnnxValue]): NamedValue {
  const { type, dims, data } = tensor as Ort.Tensor;
  if (type === 'string') return { name, value: { type, dims: [...dims], words: [...(data as string[])] } };
  if (!isCarried(type) || !ArrayBuffer.isView(data))
    throw new Error(`the output ${name} of type ${type} cannot be read`);
  const bytes = Uint8Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return { name, value: { type, dims: [...dims], bytes } };
}

export function describeValue(meta: Ort.InferenceSession.ValueMetadata): DescribedValue {
  return meta.isTensor ? { name: meta.name, type: meta.type, dims: meta.shape } : { name: meta.name };
}
