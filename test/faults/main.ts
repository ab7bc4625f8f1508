// `npm run check:faults`: the whole matrix, and its table as docs/reliability.md. The exit code is 1 where anything
// that must hold does not. With `--third N` only every third cell, and nothing is written.

import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { LAPS } from './laps/index.ts';
import { type Cell, cellsOf, listCalls, runMatrixCell } from './matrix.ts';
import { renderMatrix } from './table.ts';

/** They wait more than they compute. */
const AT_ONCE = 12;

const third = process.argv.includes('--third') ? Number(process.argv.at(-1)) % 3 : undefined;
const cells: Cell[] = [];
for (const backend of Object.keys(LAPS)) {
  const calls = await listCalls(backend);
  const wanted = cellsOf(calls).filter((_, index) => third === undefined || index % 3 === third);
  const queue = [...wanted];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const cell = await runMatrixCell(backend, ...next);
        cells.push(cell);
        for (const what of cell.broken)
          process.stdout.write(`${backend} · ${cell.call} · ${cell.fault}, ${cell.times}: ${what}\n`);
      }
    }),
  );
  process.stdout.write(`${backend}: ${calls.length} calls, ${wanted.length} cells\n`);
}
const broken = cells.filter((cell) => cell.broken.length > 0);
process.stdout.write(`${cells.length} cells, ${broken.length} in which something does not hold\n`);
if (third === undefined) writeFileSync('docs/reliability.md', renderMatrix(cells));
process.exit(broken.length > 0 ? 1 : 0);
