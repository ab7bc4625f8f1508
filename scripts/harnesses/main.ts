// The harnesses of examples/harnesses with the real tools, on small models, through the built command line. What this
// machine lacks is named and left out.
//
// usage: npm run check:harnesses [-- --gates 40 --found 20 --only litert]
//   Without numbers each harness that runs here must fail a model of twice the time. With them, equal models must never
//   fail in so many gates beside a busy loop, and a true +10 % must be found in 19 of 20.
// HARNESS_PYTHON names a Python that has onnxruntime, ai-edge-litert, openvino, onnx, numpy, torch, executorch, as far as
// they are to be checked.

import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type Models, makeModels, writeByPython, writeOnnx, writeSleep } from './models.ts';

const NAMED = process.env['HARNESS_PYTHON'] ?? 'python3';
/** Gates run in folders of their own. */
const PYTHON = NAMED.includes('/') ? resolve(NAMED) : NAMED;
const PATH = [...(PYTHON.includes('/') ? [dirname(PYTHON)] : []), process.env['PATH'] ?? ''].join(delimiter);
const CLI = resolve('dist', 'cli', 'index.js');
const HARNESSES = resolve('examples', 'harnesses');
const TOKENS = { PROMPT_TOKENS: '32', NEW_TOKENS: '8' };
const ENV = { ...process.env, PATH, RUN: 'sh', SHAPES: '8x128', ...TOKENS, ORT_DISABLE_TELEMETRY: '1' };
const PASSED = ['BLOCK_SECONDS', 'RUN', 'PROMPT_TOKENS', 'NEW_TOKENS', 'SHAPES'];
/** Layers of a decoder do more than those of a chain. */
const TENTH = 0.1;
/** Of twenty. */
const LEAST_FOUND = 19;

interface Harness {
  readonly name: string;
  /** A command that succeeds where the tool is there. */
  readonly needs: readonly string[];
  readonly models: (folder: string) => Models;
  readonly command: string;
  readonly serves: boolean;
  /** How long one block lasts, where it is not the usual tenth. */
  readonly blockSeconds?: string;
}

const ALL: readonly Harness[] = [
  {
    name: 'onnxruntime',
    needs: [PYTHON, '-c', 'import onnxruntime, numpy'],
    models: (folder) => makeModels(folder, 'onnx', writeOnnx),
    command: `${PYTHON} ${join(HARNESSES, 'onnxruntime', 'bench.py')}`,
    serves: true,
  },
  {
    name: 'litert',
    needs: [PYTHON, '-c', 'import ai_edge_litert.interpreter, numpy'],
    models: (folder) => makeModels(folder, 'tflite', writeByPython(PYTHON, 'make_tflite.py')),
    command: `${PYTHON} ${join(HARNESSES, 'litert', 'bench.py')}`,
    serves: true,
  },
  {
    name: 'llm',
    needs: [PYTHON, '-c', 'import onnxruntime, numpy, onnx'],
    models: (folder) => makeModels(folder, 'onnx', writeByPython(PYTHON, 'make_llm.py', TENTH)),
    command: `${PYTHON} ${join(HARNESSES, 'llm', 'bench.py')}`,
    serves: true,
  },
  {
    name: 'pytorch',
    needs: [PYTHON, '-c', 'import torch'],
    models: (folder) => makeModels(folder, 'pt2', writeByPython(PYTHON, 'make_torch.py')),
    command: `${PYTHON} ${join(HARNESSES, 'pytorch', 'bench.py')}`,
    serves: true,
  },
  {
    name: 'executorch',
    needs: [PYTHON, '-c', 'import executorch.runtime'],
    models: (folder) => makeModels(folder, 'pte', writeByPython(PYTHON, 'make_torch.py')),
    command: `${PYTHON} ${join(HARNESSES, 'executorch', 'bench.py')}`,
    serves: true,
  },
  {
    name: 'openvino',
    needs: ['benchmark_app', '-h'],
    models: (folder) => makeModels(folder, 'onnx', writeOnnx),
    command: `${join(HARNESSES, 'openvino', 'bench.sh')} {model}`,
    serves: false,
    blockSeconds: '1',
  },
  {
    name: 'hyperfine',
    needs: ['hyperfine', '--version'],
    models: (folder) => makeModels(folder, 'sh', writeSleep),
    command: `${join(HARNESSES, 'hyperfine', 'bench.sh')} {model} {output}`,
    serves: false,
  },
];

const { gates, found, only } = parseArgs({
  options: { gates: { type: 'string' }, found: { type: 'string' }, only: { type: 'string' } },
}).values;

/** What gates that were red, or could not run, said. */
const reds: string[] = [];
const root = mkdtempSync(join(tmpdir(), 'latency-gate-harnesses-'));
try {
  for (const harness of ALL.filter(({ name }) => only === undefined || name === only)) await check(harness);
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function check(harness: Harness): Promise<void> {
  if (!isThere(harness)) return say(`${harness.name}: not on this machine, left out`);
  const folder = join(root, harness.name);
  mkdirSync(folder);
  const models = harness.models(folder);
  if (gates === undefined && found === undefined) {
    const exit = await gate(harness, folder, models.base, models.double);
    return judge(harness.name, exit === 1, `a model of twice the time ends with ${exit}`);
  }
  const busy = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  try {
    const red = await count(Number(gates ?? 0), () => gate(harness, folder, models.base, models.equal));
    if (gates !== undefined) judge(harness.name, red === 0, `equal models: ${red} of ${gates} red`);
    say(reds.splice(0).join('\n'));
    const seen = await count(Number(found ?? 0), () => gate(harness, folder, models.base, models.tenth));
    if (found !== undefined)
      judge(harness.name, seen * 20 >= LEAST_FOUND * Number(found), `a true +10 %: ${seen} of ${found} found`);
  } finally {
    busy.kill();
  }
}

async function count(times: number, run: () => Promise<number>): Promise<number> {
  let red = 0;
  for (let index = 0; index < times; index += 1) {
    const exit = await run();
    process.stdout.write(exit === 0 ? '.' : exit === 1 ? 'F' : 'E');
    if (exit === 1) red += 1;
    else if (exit !== 0) judge('gate', false, `ended with ${exit}`);
  }
  process.stdout.write(times > 0 ? '\n' : '');
  return red;
}

/** The exit code of one gate without history: 1 where it is red. */
function gate(
  { command, serves, blockSeconds = '0.1' }: Harness,
  folder: string,
  old: string,
  fresh: string,
): Promise<number> {
  const options = serves ? ['--options', 'serve: true', '--options', 'rounds: 5'] : [];
  const args = ['gate', old, fresh, '--command', command, '--devices', 'runner', '--quiet', ...options];
  const passed = PASSED.flatMap((name) => ['--pass-env', name]);
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [CLI, ...args, ...passed],
      { cwd: folder, env: { ...ENV, BLOCK_SECONDS: blockSeconds } },
      (error, out, err) => {
        if (error !== null) reds.push(`${out}${err}`);
        done(child.exitCode ?? 2);
      },
    );
  });
}

function isThere({ needs: [program = '', ...args] }: Harness): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore', env: ENV });
    return true;
  } catch {
    return false;
  }
}

function judge(name: string, good: boolean, what: string): void {
  say(`${good ? '✓' : '✗'} ${name}: ${what}`);
  if (!good) process.exitCode = 1;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
