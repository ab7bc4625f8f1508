// The commands of README and docs that need nothing but this machine, run as they stand in a folder with the files that
// they name.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitCommand } from '../../src/adapters/command/arguments.ts';
import { COMMANDS } from '../../src/config/command-line.ts';
import { createDesk, type Desk, QUICK } from '../support/command-line.ts';
import { MODELS } from '../support/models.ts';

const PAGES = ['README.md', ...readdirSync('docs').map((name) => join('docs', name))].filter((path) =>
  path.endsWith('.md'),
);
/**
 * These reach a service, a phone, a download or a program that is not here; `bisect` searches a history (and has
 * scenarios of its own), and `compare` without files is only named.
 */
const ELSEWHERE = /https:|--baseline-runtime|gate bisect|gate compare$|--backend|--tracker|tflite|--command|COMMAND/;

const DRY = ['--yes', '--dry-run', '--build', 'make'];
const PHONES = ['--model', 'net.tflite', '--devices', 'Google Pixel 8'];

function shownCommands(): readonly string[] {
  const shell = PAGES.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)]);
  const lines = shell.flatMap(([, block = '']) => block.split('\n'));
  const inline = PAGES.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/`(latency-gate [a-z][^`…·]*)`/g)]);
  const examples = Object.values(COMMANDS).flatMap(({ examples: own }) => own);
  return [...lines, ...inline.map(([, code = '']) => code), ...examples]
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => /^(npx )?latency-gate /.test(line) && !ELSEWHERE.test(line))
    .map((line) => line.replace(/^(npx )?latency-gate /, ''));
}

describe('a command of the docs', () => {
  let desk: Desk;
  beforeAll(() => {
    desk = createDesk();
    const [base, slower] = [MODELS.base(), MODELS.slower()];
    const numbers = JSON.stringify({ metric: 'latency', history: [10, 10.2, 9.9, 10.1], candidate: [12] });
    desk.put({
      '.github/latency-gate.yml': 'model: model.onnx\n',
      'model.onnx': base,
      'old.onnx': base,
      'new.onnx': slower,
      'numbers.json': numbers,
    });
    expect(desk.run('record', 'model.onnx', ...QUICK).status).toBe(0);
  });
  afterAll(() => desk.remove());

  const commands = [...new Set(shownCommands())];
  it('is one of several', () => {
    expect(commands.length).toBeGreaterThan(6);
  });

  it.each(commands)('latency-gate %s', (command) => {
    const words = splitCommand(command);
    const [name = ''] = words;
    // Globs of records are the shell's business; a picture of the report needs a screen.
    if (command.includes('*')) return;
    const more =
      name === 'init'
        ? [...DRY, ...(/--for (forks|phones)/.test(command) ? PHONES : [])]
        : name === 'open'
          ? ['--print']
          : [];
    const quick = name === 'gate' || name === 'record' ? QUICK : [];
    const { status, stderr } = desk.run(...words, ...quick, ...more);
    // Compared with a slower model, a gate ends with 1.
    expect(name === 'gate' ? [0, 1] : [0], `${command}\n${stderr}`).toContain(status);
  });
});
