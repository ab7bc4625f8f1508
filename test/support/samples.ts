// Sample files in Base64, as NumPy 2.4.6 (`np.save`, `np.savez_compressed`) and onnx 1.19.1 (`make_tensor`) wrote them.

export const SAMPLES = {
  /** 0 to 5 as float32 [2, 3]. */
  'floats.npy':
    'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAACAPwAAAEAAAEBAAACAQAAAoEA=',
  /** 1 and -2 as big-endian int32. */
  'big-endian.npy':
    'k05VTVBZAQB2AHsnZGVzY3InOiAnPmk0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAB/////g==',
  /** 0.5, -1.5 and 65504 as float16. */
  'halves.npy':
    'k05VTVBZAQB2AHsnZGVzY3InOiAnPGYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAOAC+/3s=',
  /** ab and c. */
  'words.npy':
    'k05VTVBZAQB2AHsnZGVzY3InOiAnPFUyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAphAAAAYgAAAGMAAAAAAAAA',
  'fortran.npy':
    'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAABAQAAAgD8AAIBAAAAAQAAAoEA=',
  /** 16000 as an int64 without dimensions. */
  'scalar.npy':
    'k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAqAPgAAAAAAAA==',
  /** `image`, float32 zeros [1, 3, 4], and `ids`, int64 [7]. */
  'both.npz':
    'UEsDBC0AAAAIAAAAIQC1/Jes//////////8JABQAaW1hZ2UubnB5AQAQALAAAAAAAAAATAAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2airqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RqGOgrGOgommjoKtQrkAS4GEgEAUEsDBC0AAAAIAAAAIQC5k3uY//////////8HABQAaWRzLm5weQEAEACIAAAAAAAAAEgAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkahjqaOgq1ChQALnYGCAAAUEsBAi0DLQAAAAgAAAAhALX8l6xMAAAAsAAAAAkAAAAAAAAAAAAAAIABAAAAAGltYWdlLm5weVBLAQItAy0AAAAIAAAAIQC5k3uYSAAAAIgAAAAHAAAAAAAAAAAAAACAAYcAAABpZHMubnB5UEsFBgAAAAACAAIAbAAAAAgBAAAAAA==',
  /** 1, -2 and 2^53 + 1 as int64. */
  'int64.pb': 'CAMQBzoTAf7//////////wGBgICAgICAEEIBbg==',
  /** 1.5 and -3. */
  'bfloat16.pb': 'CAIQECoFwH/AgANCAW4=',
  /** 0.0625, -448 and 3.5. */
  'float8e4m3fn.pb': 'CAMQESoEGP4BRkIBbg==',
  /** -8, 7 and -1, two a byte. */
  'int4.pb': 'CAMQFioCeA9CAW4=',
  /** 0.5 and -2. */
  'float16.pb': 'CAIQCioFgHCAgANCAW4=',
  /** grün and x. */
  'words.pb': 'CAIQCDIFZ3LDvG4yAXhCAW4=',
} as const;

export function sample(name: keyof typeof SAMPLES): Uint8Array {
  return Uint8Array.from(Buffer.from(SAMPLES[name], 'base64'));
}
