// The ONNX project's test models through the local backend, with ONNX Runtime for Python as the judge: a refusal is
// wrong where the judge runs the model, and outputs must be the expected ones. The counts stand in docs/local.md.
//
// Needs Python 3.9 or later; installs onnx and onnxruntime into a folder of its own, for this check only.

import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { checkModel, type Judgement, type Outcome, startProcess } from './check-model.ts';

const ONNX = '1.19.1';
const runtimePath = resolve('node_modules/onnxruntime-node');
const { version } = JSON.parse(readFileSync(join(runtimePath, 'package.json'), 'utf8')) as { version: string };
const AT_ONCE = 2;

const { judgements, versions } = await judgeAll();
console.log(`judged by onnx ${versions.onnx} and onnxruntime ${versions.onnxruntime} for Python`);
const outcomes = await checkAll(judgements);
process.exit(report(outcomes));

async function judgeAll() {
  const [python, folder] = [process.env['PYTHON'] ?? 'python3', join(tmpdir(), `latency-gate-onnx-suite-${ONNX}`)];
  const own = join(folder, 'bin', 'python');
  if (!existsSync(own)) {
    mkdirSync(folder, { recursive: true });
    execFileSync(python, ['-m', 'venv', folder]);
    execFileSync(own, ['-m', 'pip', 'install', '-q', `onnx==${ONNX}`, `onnxruntime==${version}`, 'numpy']);
  }
  const light = join(folder, 'light');
  const judge = [resolve('scripts/onnx-suite/judge.py'), light];
  const { stdout } = await promisify(execFile)(own, judge, { maxBuffer: 1 << 26 });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Judgement);
  const judged = lines.filter(({ folder: path }) => path !== undefined);
  const told = lines.at(-1) as Judgement & { onnx: string; onnxruntime: string };
  return { judgements: judged, versions: told };
}

async function checkAll(judged: readonly Judgement[]): Promise<readonly Outcome[]> {
  const queue = [...judged];
  const outcomes: Outcome[] = [];
  const work = async () => {
    let process = startProcess();
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const outcome = await checkModel(next, runtimePath, process);
      outcomes.push(outcome);
      // One that was refused may have taken its process with it.
      if (outcome.kind.startsWith('refused')) {
        process.stop();
        process = startProcess();
      }
      if (outcomes.length % 200 === 0) console.log(`${outcomes.length} of ${judged.length}`);
    }
    process.stop();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcomes;
}

/** Prints the counts and what is wrong; 1 where anything is. */
function report(all: readonly Outcome[]): number {
  const count = (kind: Outcome['kind']) => all.filter((outcome) => outcome.kind === kind).length;
  const rows: readonly [string, Outcome['kind']][] = [
    ['executed, outputs as expected', 'equal'],
    ['executed, outputs not tensors: not compared', 'not-compared'],
    ['executed, outputs differ from the expected ones, as those of the judge do', 'different-for-both'],
    ['executed, outputs differ', 'different'],
    ['refused by name: an input that is a sequence, optional or map', 'refused-kind'],
    ['refused, as the judge refuses it', 'refused-both'],
    ['refused, though the judge runs it', 'refused-wrongly'],
  ];
  console.log(`\n${all.length} models of onnx ${ONNX} in onnxruntime-node ${version}`);
  for (const [label, kind] of rows) console.log(`${String(count(kind)).padStart(6)}  ${label}`);
  for (const { kind, name, why } of all) {
    if (kind === 'different' || kind === 'refused-wrongly') console.log(`\n${kind}: ${name}\n  ${why}`);
  }
  return count('different') + count('refused-wrongly') === 0 ? 0 : 1;
}
