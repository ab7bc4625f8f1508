// `npm run check:faults`: the whole matrix, and its table as docs/reliability.md. The exit code is 1 where anything
// that must hold does not. With `--part N/M` only the Nth of M parts, and with `--only WORD` only tables whose name
// holds it; then nothing is written. `--part today/M` is another part every day.

import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Cell, Part, Times } from './cell.ts';
import { FAULT_NAMES, type FaultName } from './faulty-server.ts';
import { openGitHubParts } from './github/part.ts';
import { openBackendParts } from './matrix.ts';
import { renderMatrix } from './table.ts';

/** They wait more than they compute. */
const AT_ONCE = 8;
const MS_A_DAY = 86_400_000;

const { values } = parseArgs({ options: { part: { type: 'string' }, only: { type: 'string', default: '' } } });
const [given = '', count = '1'] = (values.part ?? '0/1').split('/');
const parts = Number(count);
const part = (given === 'today' ? Math.floor(Date.now() / MS_A_DAY) : Number(given)) % parts;
if (parts > 1) process.stdout.write(`part ${part} of ${parts}: npm run check:faults -- --part ${part}/${parts}\n`);

const wantsBackends = !/github/i.test(values.only);
const wantsGitHub = 'GitHub'.includes(values.only) || /github/i.test(values.only);
const opened = [...(wantsBackends ? await openBackendParts() : []), ...(wantsGitHub ? await openGitHubParts() : [])];
const tables = opened.filter(({ table }) => table.includes(values.only));
const queue = tables.flatMap(cellsOf).filter((_, index) => index % parts === part);
const cells: Cell[] = [];
await Promise.all(Array.from({ length: AT_ONCE }, work));
await Promise.all(opened.map((one) => one.close()));

for (const { table, calls } of tables) process.stdout.write(`${table}: ${calls.length} calls\n`);
const broken = cells.filter((cell) => cell.broken.length > 0);
process.stdout.write(`${cells.length} cells, ${broken.length} in which something does not hold\n`);
if (parts === 1 && values.only === '') {
  writeFileSync(
    'docs/reliability.md',
    renderMatrix(
      tables.map(({ table }) => table),
      cells,
    ),
  );
}
process.exit(broken.length > 0 ? 1 : 0);

/** Every call with every fault, once and for good. */
function cellsOf(from: Part): readonly (readonly [Part, string, FaultName, Times])[] {
  return from.calls.flatMap((call) =>
    FAULT_NAMES.flatMap((fault) => (['once', 'for good'] as const).map((times) => [from, call, fault, times] as const)),
  );
}

async function work(): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [from, ...which] = next;
    const cell = await from.run(...which);
    cells.push(cell);
    for (const what of cell.broken)
      process.stdout.write(`${cell.table} · ${cell.call} · ${cell.fault}, ${cell.times}: ${what}\n`);
  }
}
