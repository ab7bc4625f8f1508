// Networks of equal blocks, so that one more of n is one nth more work; the rest of them is small beside.

import { buildMobileNet } from '../demo/mobilenet.ts';
import { encodeModel } from '../demo/onnx.ts';

/** The model's bytes; `seed` draws the weights, `imageSize` is in pixels a side. */
export function makeEqualBlocks(blocks: number, seed: number, imageSize = 96): Uint8Array {
  const channels = Array.from({ length: blocks }, () => 64);
  return encodeModel(buildMobileNet({ seed, imageSize, channels, strides: channels.map(() => 1) }));
}
