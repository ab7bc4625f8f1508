// A third of the fault matrix, another one with each run of CI; `npm run check:faults` runs all of it.

import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { LAPS } from './laps.ts';
import { type Cell, cellsOf, listCalls, runMatrixCell } from './matrix.ts';

/** Given by CI, so that a failure can be had again; else the first. */
const THIRD = Number(process.env['FAULT_THIRD'] ?? process.env['GITHUB_RUN_NUMBER'] ?? 0) % 3;
/** They wait more than they compute. */
const AT_ONCE = 12;

describe.each(Object.keys(LAPS))(`%s in trouble (third ${THIRD} of the matrix)`, (backend) => {
  it('loses nothing, doubles nothing, leaves nothing open and shows no secret', { timeout: 600_000 }, async () => {
    const queue = cellsOf(await listCalls(backend)).filter((_, index) => index % 3 === THIRD);
    const cells: Cell[] = [];
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift())
          cells.push(await runMatrixCell(backend, ...next));
      }),
    );
    expect(cells.length).toBeGreaterThan(20);
    const broken = cells.filter((cell) => cell.broken.length > 0);
    expect(broken.map(({ call, fault, times, broken: what }) => ({ call, fault, times, what }))).toEqual([]);
  });
});
