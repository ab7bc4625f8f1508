// The main job on the embedded default: makes two real models, records a baseline of several runs, and gates an
// equally fast model, the very same bytes, and a slower one, through the same bundle that the action runs.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildMobileNet } from './mobilenet.ts';
import { encodeModel } from './onnx.ts';

const CLI = resolve(import.meta.dirname, '..', 'dist', 'cli', 'index.js');
const RECORDED_RUNS = 3;
/** A third of what a gate takes otherwise: enough to see a change of tens of percent. */
const SHORT = 'min-time: 0.3';
const NETWORK = { imageSize: 160, channels: [32, 64, 64, 128, 128], strides: [1, 2, 1, 2, 1] };

const workspace = mkdtempSync(join(tmpdir(), 'latency-gate-demo-'));
const models = join(workspace, 'builds');
mkdirSync(models);
writeBuild('main', { seed: 1 });
writeBuild('retrained', { seed: 2 });
writeBuild('slower', { seed: 3, fullConvolutions: [1] });

say('1. On the default branch: record the model as the baseline, commit after commit');
for (let run = 0; run < RECORDED_RUNS; run += 1) latencyGate('record', 'main', 0);

say('2. A pull request retrained it: other weights, the same speed');
latencyGate('gate', 'retrained', 0);

say('3. A pull request that did not touch the model: the very same bytes');
latencyGate('gate', 'main', 0);

say('4. A pull request replaced a depthwise convolution by a full one');
latencyGate('gate', 'slower', 1);

say('The comment that the last pull request would get');
const report = join(workspace, '.latency-gate', 'report', 'report.md');
process.stdout.write(`${readFileSync(report, 'utf8')}\n`);
process.stdout.write(`The report is in ${report}\n`);

function writeBuild(name: string, change: { seed: number; fullConvolutions?: readonly number[] }): void {
  writeFileSync(join(models, `${name}.onnx`), encodeModel(buildMobileNet({ ...NETWORK, ...change })));
}

/** Runs one command on `mobilenet.onnx`, as a build step would have left it. */
function latencyGate(command: 'record' | 'gate', build: string, expectedExit: number): void {
  copyFileSync(join(models, `${build}.onnx`), join(workspace, 'mobilenet.onnx'));
  process.stdout.write(`$ latency-gate ${command} --model mobilenet.onnx --options '${SHORT}'\n`);
  const args = [command, '--model', 'mobilenet.onnx', '--options', SHORT];
  const { status } = spawnSync(process.execPath, [CLI, ...args], { cwd: workspace, stdio: 'inherit' });
  if (status !== expectedExit) throw new Error(`expected exit code ${expectedExit}, found ${status}`);
  process.stdout.write('\n');
}

function say(text: string): void {
  process.stdout.write(`\n== ${text}\n\n`);
}
