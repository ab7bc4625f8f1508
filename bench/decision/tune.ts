// Would the half of the published series on which constants may be chosen choose those that the rule has? Each constant is
// varied by itself in a copy of the sources; the figures of both halves are printed, so that a choice made on one can be
// seen on the other. Ten recorded runs, effort normal.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { markdownTable } from 'markdown-table';
import { type Half, windowsOf } from './folds.ts';

interface Variant {
  readonly file: string;
  readonly name: string;
  readonly value: number;
}

const VARIANTS: readonly (Variant | undefined)[] = [
  undefined,
  { file: 'estimate.ts', name: 'HALF_MARGIN', value: 0.3 },
  { file: 'estimate.ts', name: 'HALF_MARGIN', value: 0.9 },
  { file: 'rule.ts', name: 'FIRST_LOOK_BOUND', value: 0.08 },
  { file: 'rule.ts', name: 'FIRST_LOOK_BOUND', value: 0.2 },
  { file: 'looks.ts', name: 'SHARE_OF_LAST', value: 0.5 },
  { file: 'looks.ts', name: 'SHARE_OF_LAST', value: 0.8 },
];

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

async function evaluate(variant: Variant | undefined): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'latency-gate-tune-'));
  try {
    for (const part of ['src/decision', 'src/domain']) cpSync(part, join(folder, part), { recursive: true });
    cpSync('bench/decision', join(folder, 'bench/decision'), { recursive: true });
    mkdirSync(folder, { recursive: true });
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    if (variant !== undefined) vary(join(folder, 'src/decision', variant.file), variant);
    const url = pathToFileURL(join(folder, 'bench/decision/histories.ts')).href;
    const { readWindows, playWindows, shareOf } = (await import(url)) as typeof import('./histories.ts');
    const { windows } = readWindows(10);
    const cells = (['tuning', 'held out'] as const satisfies readonly Half[]).flatMap((half) => {
      const own = windowsOf(windows, half);
      const [unchanged = [], ten = [], twenty = []] = [0, 0.1, 0.2].map((change) => playWindows(own, change, 'normal'));
      const share = (played: typeof unchanged, ended: string) =>
        shareOf(own, (index) => played[index]?.ended === ended);
      const jobs = unchanged.reduce((sum, one) => sum + one.jobs, 0) / unchanged.length;
      const [red, found, green] = [share(unchanged, 'red')[0], share(ten, 'red')[0], share(twenty, 'green')[0]];
      return [percent(red), percent(found), percent(green), jobs.toFixed(2)];
    });
    return [variant === undefined ? 'as it is' : `${variant.name} ${variant.value}`, ...cells];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Throws an Error where the constant is not there: a variant that changes nothing says nothing. */
function vary(path: string, { name, value }: Variant): void {
  const text = readFileSync(path, 'utf8');
  const varied = text.replace(new RegExp(`const ${name} = [\\d.]+;`), `const ${name} = ${value};`);
  if (varied === text) throw new Error(`${path} has no constant ${name}`);
  writeFileSync(path, varied);
}

const figures = ['false red', '+10 %', '+20 % green', 'jobs'];
const header = ['constant', ...figures.map((one) => `${one}, tuning`), ...figures.map((one) => `${one}, held out`)];
const rows: (readonly string[])[] = [];
for (const variant of VARIANTS) {
  rows.push(await evaluate(variant));
  console.log(rows.at(-1)?.join(' | '));
}
console.log(markdownTable([header, ...rows], { align: header.map(() => 'r') }));
