// Writes the demo's network to the path given, as a build step of a workflow would.

import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { buildMobileNet } from './mobilenet.ts';
import { encodeModel } from './onnx.ts';

const [, , path = 'model.onnx'] = process.argv;
writeFileSync(
  path,
  encodeModel(buildMobileNet({ seed: 1, imageSize: 160, channels: [32, 64, 64], strides: [1, 2, 1] })),
);
