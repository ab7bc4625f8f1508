// What somebody gets who does it wrong the first time: each mistake with its whole text, in one golden to read.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createDesk, type Desk, QUICK } from '../support/command-line.ts';
import { MODELS } from '../support/models.ts';

const FILE = '.github/latency-gate.yml';

interface Mistake {
  readonly title: string;
  readonly args: readonly string[];
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

const MODEL = MODELS.base();
const GATE = ['gate', 'model.onnx'];

const MISTAKES: readonly Mistake[] = [
  { title: 'a misspelt command', args: ['gaet', 'model.onnx'] },
  { title: 'a misspelt flag', args: ['gate', '--modle', 'model.onnx'] },
  { title: 'a flag of another command', args: ['devices', '--max-regression', '5%'] },
  { title: 'a flag without its value', args: ['gate', '--model'] },
  { title: 'three files', args: ['gate', 'a.onnx', 'b.onnx', 'c.onnx'] },
  { title: 'the model given twice', args: ['gate', 'a.onnx', '--model', 'b.onnx'] },
  { title: 'no model', args: ['gate'] },
  { title: 'a misspelt model', args: ['gate', 'modle.onnx'] },
  { title: 'a file that is no model', args: ['gate', 'notes.onnx'], files: { 'notes.onnx': 'to do: make a model' } },
  { title: 'an unknown device', args: [...GATE, '--devices', 'lokal'] },
  { title: 'a limit in a wrong unit', args: [...GATE, '--max-regression', 'latency: 3 MB'] },
  { title: 'a limit in words', args: [...GATE, '--max-regression', 'fast'] },
  { title: 'a misspelt choice', args: [...GATE, '--fail-on', 'regresion'] },
  { title: 'an unknown key', args: GATE, files: { [FILE]: 'failOn: never\nmaxRegresion: 5%\n' } },
  { title: 'a key in the spelling of inputs', args: GATE, files: { [FILE]: 'max-regression: 5%\n' } },
  { title: 'a wrong unit in the file', args: GATE, files: { [FILE]: 'maxRegression: 5 parsecs\n' } },
  { title: 'a wrong time in the file', args: GATE, files: { [FILE]: 'runTimeout: 10\n' } },
  { title: 'a tab', args: GATE, files: { [FILE]: 'limits:\n\t- metric: latency\n' } },
  { title: 'a secret in the file', args: GATE, files: { [FILE]: 'apiKey: not-for-git\n' } },
  {
    title: 'a comma without quotes',
    args: GATE,
    files: {
      [FILE]:
        'waivers:\n  - { model: model, device: local, metric: latency, ceiling: 15%, until: 2026-12-31, reason: new head, quantised later }\n',
    },
  },
  {
    title: 'a pattern that fits nothing',
    args: ['gate'],
    files: { [FILE]: 'model: model.onnx\nlimits:\n  - { model: modle, metric: latency, budget: 20 ms }\n' },
  },
  { title: 'a limit that sets nothing', args: GATE, files: { [FILE]: 'limits:\n  - { metric: latency }\n' } },
  {
    title: 'two models of one name',
    args: ['gate'],
    files: {
      [FILE]: 'models:\n  - { path: model.onnx, name: net }\n  - { path: other.onnx, name: net }\n',
      'other.onnx': MODEL,
    },
  },
  {
    title: 'two config files',
    args: GATE,
    files: { [FILE]: 'repeats: 3\n', '.github/latency-gate.yaml': 'repeats: 3\n' },
  },
  { title: 'a misspelt option', args: GATE, files: { [FILE]: 'options:\n  thread: 2\n' } },
  { title: 'an option of another backend', args: [...GATE, '--options', 'poll-interval: 3'] },
  {
    title: 'a wrong option of one model',
    args: ['gate'],
    files: { [FILE]: 'models:\n  - path: model.onnx\n    options: { dims: { batch: big } }\n' },
  },
  { title: 'a backend without its key', args: [...GATE, '--backend', 'embedl', '--project', 'p'] },
  { title: 'a program that is not there', args: [...GATE, '--command', './bench.sh {model}', '--devices', 'board'] },
  { title: 'a command for another backend', args: [...GATE, '--backend', 'local', '--command', './bench.sh'] },
  {
    title: 'results that nobody made',
    args: [...GATE, '--backend', 'results', '--results', 'b.json', '--devices', 'x'],
  },
  { title: 'a pair that can never regress', args: [...GATE, '--max-repeats', '3'] },
  { title: 'an unknown metric in a budget', args: [...GATE, '--budget', 'latncy < 3 ms'] },
  { title: 'an unknown backend', args: [...GATE, '--backend', 'onnx'] },
  {
    title: 'a doctor who finds something',
    args: ['doctor', 'modle.onnx', '--install-runtime', 'never', '--api-key', 'k'],
  },
  { title: 'a config file that is not there', args: [...GATE, '--config', 'gate.yml'] },
  { title: 'a report before there is one', args: ['open'] },
];

function tryIt(desk: Desk, { title, args, files = {} }: Mistake): string {
  desk.put({ 'model.onnx': MODEL, ...files });
  const { status, stdout, stderr } = desk.run(...args);
  const shown = `${stderr}${stdout}`
    .replaceAll(desk.folder, '…')
    .replaceAll(/ONNX Runtime \d.*/g, 'ONNX Runtime …')
    .replaceAll(/Node \d.*|\d+\.\d+\.\d+; no commit/g, '…')
    .replace(/\nFull report: .*\n/, '\n')
    .trim();
  return `## ${title}\n$ latency-gate ${args.map(quote).join(' ')}\n${shown}\nexit ${status}\n`;
}

function quote(arg: string): string {
  return /[\s*]/.test(arg) ? `"${arg}"` : arg;
}

describe('a mistake of a newcomer', () => {
  const desks: Desk[] = [];
  const desk = () => {
    const made = createDesk({ EMBEDL_HUB_API_KEY: '', GITHUB_TOKEN: '' });
    desks.push(made);
    return made;
  };
  afterAll(() => {
    for (const made of desks) made.remove();
  });

  it('gets a text that names what was found, what is allowed and what to do', async () => {
    const texts = MISTAKES.map((mistake) => tryIt(desk(), mistake));
    expect(texts.filter((text) => !text.endsWith('exit 2\n'))).toEqual([]);
    expect(texts.filter((text) => /\n {4}at /.test(text))).toEqual([]);
    await expect(texts.join('\n')).toMatchFileSnapshot('goldens/newcomer.txt');
  });

  it('of no arguments gets the commands, and exit 2', () => {
    const { status, stdout, stderr } = desk().run();
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/Commands:\n {2}gate /);
  });

  it('of gating before recording gets the commands that help', () => {
    const one = desk();
    one.put({ 'model.onnx': MODEL });
    const { status, stdout } = one.run('gate', 'model.onnx', ...QUICK);
    expect(status).toBe(0);
    expect(stdout).toContain('inconclusive: no baseline yet');
    expect(stdout).toContain('build the model and run:\n  latency-gate record model.onnx\n');
    expect(stdout).toContain('  latency-gate gate old.onnx model.onnx\n');
  });

  const old = '/usr/bin/node';
  const isOld =
    existsSync(old) && spawnSync(old, ['-p', 'process.versions.node < "24"']).stdout.toString().trim() === 'true';
  it.skipIf(!isOld)('of an older Node gets one sentence', () => {
    const { status, stderr } = spawnSync(old, [resolve('dist/cli/index.js'), 'gate'], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^latency-gate needs Node 24 or newer; this is \d+\.\d+\.\d+\.\n$/);
  });
});
