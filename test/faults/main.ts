// `npm run check:faults`: the whole matrix, and its table as docs/reliability.md. The exit code is 1 where anything
// that must hold does not. With `--part N/M` only the Nth of M parts, and with `--only WORD` only tables whose name
// holds it, with `--call WORD` only calls of that kind; then nothing is written. `--part today/M` is another part every
// day. `--cells FILE` keeps what was found, so that parts add up: the page is written when all are there.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { hasMlflow } from '../servers/mlflow/server.ts';
import type { Cell, Part, Times } from './cell.ts';
import type { FaultName } from './faulty-server.ts';
import { openGitHubParts } from './github/part.ts';
import { openBackendParts } from './matrix.ts';
import { openProgramParts } from './programs/part.ts';
import { renderMatrix } from './table.ts';

/** They wait more than they compute. */
const AT_ONCE = 10;
const MS_A_DAY = 86_400_000;

const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    only: { type: 'string', default: '' },
    call: { type: 'string', default: '' },
    cells: { type: 'string' },
  },
});
const [given = '', count = '1'] = (values.part ?? '0/1').split('/');
const parts = Number(count);
const part = (given === 'today' ? Math.floor(Date.now() / MS_A_DAY) : Number(given)) % parts;
if (parts > 1) process.stdout.write(`part ${part} of ${parts}: npm run check:faults -- --part ${part}/${parts}\n`);

if (!hasMlflow()) process.stdout.write('MLflow: no Python has it here (MLFLOW_PYTHON), left out\n');
const wantsBackends = !/github/i.test(values.only);
const wantsGitHub = 'GitHub'.includes(values.only) || /github/i.test(values.only);
const opened = [
  ...(wantsBackends ? [...(await openBackendParts()), ...(await openProgramParts())] : []),
  ...(wantsGitHub ? await openGitHubParts() : []),
];
const tables = opened.filter(({ table }) => table.includes(values.only));
const queue = tables.flatMap(cellsOf).filter((_, index) => index % parts === part);
const cells: Cell[] = [];
await Promise.all(Array.from({ length: AT_ONCE }, work));
await Promise.all(opened.map((one) => one.close()));

for (const { table, calls } of tables) process.stdout.write(`${table}: ${calls.length} calls\n`);
const broken = cells.filter((cell) => cell.broken.length > 0);
process.stdout.write(`${cells.length} cells, ${broken.length} in which something does not hold\n`);
const all = addUp(values.cells);
if (values.only === '' && values.call === '' && all.length === tables.flatMap(cellsOf).length) {
  const titles = tables.map(({ table }) => table);
  writeFileSync('docs/reliability.md', renderMatrix(titles, all));
}
process.exit(broken.length > 0 ? 1 : 0);

/** Every call with every fault, once and for good. */
function cellsOf(from: Part): readonly (readonly [Part, string, FaultName, Times])[] {
  return from.calls
    .filter((call) => call.includes(values.call))
    .flatMap((call) =>
      from.faults.flatMap((fault) =>
        (['once', 'for good'] as const).map((times) => [from, call, fault, times] as const),
      ),
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

/** What this and earlier parts found; a cell that was tried again counts as it is now. */
function addUp(file: string | undefined): readonly Cell[] {
  if (file === undefined) return cells;
  const before: readonly Cell[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const keyOf = ({ table, call, fault, times }: Cell) => [table, call, fault, times].join('\0');
  const found = new Map([...before, ...cells].map((cell) => [keyOf(cell), cell]));
  writeFileSync(file, JSON.stringify([...found.values()]));
  return [...found.values()];
}
