// Wrong input: a clear error that names the input, what was found, what is allowed and what to do, before anything is
// measured; and the same error in check, comment and summary.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complexModel, MODELS, tinyModel, writeModel } from '../support/models.ts';
import { createWorld, forkOf, type World } from '../support/world.ts';

/** A workspace with models of every kind. No test changes it: each has a fork. */
let given: World;
let head: string;

beforeAll(async () => {
  given = await createWorld();
  const { workspace } = given;
  const base = MODELS.base();
  const put = (name: string, bytes: Uint8Array) => writeModel(workspace, name, bytes);
  put('good.onnx', base);
  put('empty.onnx', new Uint8Array());
  put('truncated.onnx', base.slice(0, base.length - 100));
  put('garbage.onnx', Buffer.from('this is not a model at all, sorry'));
  put('model.tflite', Buffer.concat([Buffer.from([28, 0, 0, 0]), Buffer.from('TFL3'), Buffer.alloc(64)]));
  put('operator.onnx', tinyModel({ operator: 'Frobnicate' }));
  put('complex.onnx', complexModel());
  put('outside.onnx', tinyModel({ weightFile: '../weights.bin' }));
  put('link.onnx', tinyModel({ weightFile: 'weights-link.bin' }));
  put('missing-data.onnx', tinyModel({ weightFile: 'nowhere.bin' }));
  writeFileSync(join(workspace, '..', 'latency-gate-outside.bin'), 'secret');
  symlinkSync(join(workspace, '..', 'latency-gate-outside.bin'), join(workspace, 'weights-link.bin'));
  mkdirSync(join(workspace, 'folder'));
  writeFileSync(join(workspace, 'broken.yml'), 'repeats: [1\n');
  writeFileSync(join(workspace, 'misspelt.yml'), 'maxRegresion: 5%\n');
  writeFileSync(join(workspace, 'unknown-input.yml'), 'options:\n  input-shapes:\n    picture: [1, 3, 64, 64]\n');
  head = given.commit('topic', given.commit('main'));
});
afterAll(() => given.close());

const CASES: readonly (readonly [title: string, inputs: Readonly<Record<string, string>>, message: string])[] = [
  ['no model', { model: '' }, 'model: nothing was given'],
  ['a glob that matches nothing', { model: 'out/*.onnx' }, 'model: "out/*.onnx" matches no file'],
  ['a folder', { model: 'folder' }, 'folder is a folder'],
  ['an empty file', { model: 'empty.onnx' }, 'empty.onnx is empty (0 bytes)'],
  [
    'a truncated file',
    { model: 'truncated.onnx' },
    'truncated.onnx is not a readable ONNX model: it ends in the middle',
  ],
  ['a file that is not a model', { model: 'garbage.onnx' }, 'garbage.onnx is not a readable ONNX model'],
  ['a TensorFlow Lite model', { model: 'model.tflite' }, 'it looks like a TensorFlow Lite model'],
  [
    'an unknown device',
    { model: 'good.onnx', devices: 'Pixel 8' },
    'devices: "Pixel 8" is not known to the backend local',
  ],
  [
    'a device named twice',
    { model: 'good.onnx', devices: 'local, local' },
    'devices: found "local"; allowed: each name once',
  ],
  [
    'a limit in words',
    { model: 'good.onnx', 'max-regression': 'fast' },
    'max-regression: found "fast"; allowed: one limit a line, such as 5%',
  ],
  [
    'a limit of an unknown metric',
    { model: 'good.onnx', 'min-change': 'speed: 5%' },
    'min-change: found "speed"; allowed: the metrics latency',
  ],
  ['a limit in the wrong unit', { model: 'good.onnx', 'max-regression': 'latency: 3 MB' }, 'in % or ms'],
  [
    'too few repeats to ever regress',
    { model: 'good.onnx', 'max-repeats': '3' },
    'max-repeats: found "3"; allowed: more than repeats, and at least 4',
  ],
  [
    'external data outside the folder',
    { model: 'outside.onnx' },
    'keeps data in "../weights.bin", which lies outside its folder',
  ],
  ['external data behind a link', { model: 'link.onnx' }, 'which is a link out of its folder'],
  ['external data that is not there', { model: 'missing-data.onnx' }, '"nowhere.bin", which does not exist'],
  [
    'an unknown input in the config file',
    { model: 'good.onnx', config: 'unknown-input.yml', options: '' },
    'input-shapes names the input "picture", which the model does not have; it has: image',
  ],
  [
    'an unknown option',
    { model: 'good.onnx', options: 'treads: 2' },
    'options.treads: the backend local has no option "treads". Did you mean "threads"?',
  ],
  ['a config file that is no YAML', { model: 'good.onnx', config: 'broken.yml' }, 'broken.yml:2:1: this is not YAML'],
  [
    'a misspelt key in the config file',
    { model: 'good.onnx', config: 'misspelt.yml' },
    'misspelt.yml:1:1: unknown key "maxRegresion". Did you mean "maxRegression"?',
  ],
  ['an unsupported operator', { model: 'operator.onnx' }, 'Frobnicate'],
  [
    'an input that is a complex number',
    { model: 'complex.onnx' },
    'its input "x" has the type complex64, which cannot be filled',
  ],
  ['an unknown baseline', { model: 'good.onnx', baseline: 'v9.9.9' }, 'baseline: "v9.9.9" is no commit or tag here'],
];

describe('wrong input', () => {
  it.each(CASES)('%s', async (_title, inputs, message) => {
    const world = await forkOf(given);
    const result = await world.pullRequest(head, new Uint8Array([1]), { inputs });
    expect(result).toExit(2);
    expect(result.log).toHaveLine(message);
    expect(result.log).not.toHaveLine('Measuring');
    expect(result.outputs['outcome']).toBe('error');
    expect(result.check).toMatchObject({ status: 'completed', conclusion: 'failure' });
    expect(result.comment).toHaveLine('### ⛔ Latency Gate: could not run');
    expect(result.summary).toHaveLine('**What to do:**');
  });
});
