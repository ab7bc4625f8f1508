// The action against the hub stand-in: pushes on main record three phones, then a pull request is slower on one of them.

import process from 'node:process';
import { makeTflite } from '../test/servers/embedl-hub/state.ts';
import { startAzurite, teardown } from '../test/support/azurite.ts';
import { addHub } from '../test/support/hub-runner.ts';
import { openWorld, type StepResult } from '../test/support/runner.ts';

const SIZE = 200;
const RECORDED_RUNS = 5;

const scene = await addHub(await openWorld(await startAzurite()));
const main = makeTflite(10_000, 'main;'.padEnd(SIZE, '.'));
const slower = makeTflite(10_000, 'slow:Google Pixel 8=1.15;'.padEnd(SIZE, '.'));

say('1. Pushes to the default branch record the model on three phones');
let merged = '';
for (let push = 0; push < RECORDED_RUNS; push += 1) {
  merged = scene.world.commit('main');
  show(await scene.push(merged, main), 0);
}

say('2. A pull request is 15 % slower on one of them');
show(await scene.pullRequest(scene.world.commit('topic', merged), slower), 1);

say('The comment on the pull request');
process.stdout.write(`${scene.world.state.comments[0]?.body}\n`);
say('The runs on the hub');
for (const { name, status } of scene.hub.runs.slice(-10)) process.stdout.write(`${status.padEnd(9)} ${name}\n`);
await scene.close();
teardown();

function show({ log, exitCode }: StepResult, expected: number): void {
  process.stdout.write(
    `${log
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('::'))
      .slice(-1)
      .join('\n')}\n`,
  );
  if (exitCode !== expected) throw new Error(`expected exit code ${expected}, found ${exitCode}:\n${log}`);
}

function say(text: string): void {
  process.stdout.write(`\n== ${text}\n\n`);
}
