// The element types of ONNX tensors, and how each one's values lie in memory here.

/** Types whose bytes ONNX Runtime for Node takes as they are: the first of TensorProto.DataType, in its order. */
const CARRIED_TYPES = [
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
] as const;
export type CarriedType = (typeof CARRIED_TYPES)[number];

/** Types that ONNX Runtime for Node can neither take nor give: carried as another one, and cast inside the model. */
const CAST_FROM = {
  bfloat16: 'float32',
  float8e4m3fn: 'float32',
  float8e4m3fnuz: 'float32',
  float8e5m2: 'float32',
  float8e5m2fnuz: 'float32',
  float4e2m1: 'float32',
  float8e8m0: 'float32',
  uint4: 'uint8',
  int4: 'int8',
  uint2: 'uint8',
  int2: 'int8',
} as const satisfies Record<string, CarriedType>;

export type ElementType = CarriedType | keyof typeof CAST_FROM | 'complex64' | 'complex128';

/** By the numbers of TensorProto.DataType in onnx.proto. */
const BY_CODE: readonly (ElementType | undefined)[] = [
  undefined,
  ...CARRIED_TYPES,
  'complex64',
  'complex128',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'uint4',
  'int4',
  'float4e2m1',
  'float8e8m0',
  'uint2',
  'int2',
];

/** Undefined for a number that no version of ONNX known here has. */
export function typeOfCode(code: number): ElementType | undefined {
  return BY_CODE[code];
}

export function codeOfType(type: ElementType): number {
  return BY_CODE.indexOf(type);
}

/** The type in which values of `type` are handed over; undefined of complex numbers, which nothing executes. */
export function carrierOf(type: ElementType): CarriedType | undefined {
  if (isCarried(type)) return type;
  return type in CAST_FROM ? CAST_FROM[type as keyof typeof CAST_FROM] : undefined;
}

export function isCarried(type: string): type is CarriedType {
  return CARRIED_TYPES.some((known) => known === type);
}

/** Whether values are whole numbers. */
export function isInteger(type: ElementType): boolean {
  return /^u?int/.test(type);
}

/** A tensor in memory: little-endian bytes of a carried type, or words. */
export type TensorValue =
  | { readonly type: Exclude<CarriedType, 'string'>; readonly dims: readonly number[]; readonly bytes: Uint8Array }
  | { readonly type: 'string'; readonly dims: readonly number[]; readonly words: readonly string[] };

export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}
