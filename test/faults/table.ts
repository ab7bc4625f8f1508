// The fault matrix as a page: one table a backend, one row a call, one column a fault.

import type { Cell, Ending } from './cell.ts';
import { FAULT_NAMES } from './faulty-server.ts';
import { PROGRAM_FAULT_NAMES } from './programs/faulty-program.ts';

const SIGNS: Readonly<Record<Ending, string>> = {
  recovered: '✓',
  finding: '!',
  inconclusive: '?',
  error: '✗',
  bug: 'BUG',
};

const HEAD = `<!-- Made by \`npm run check:faults\`; nothing here is written by hand. -->

# Reliability

Every call that a gate makes on a backend, and every call of the action on GitHub, its artifact service and its storage, meets every fault: once, and for good. The calls are not listed anywhere: they are what is asked without trouble of the stand-in, so a new backend's appear by themselves. Each cell is a gate of its own, then the post step, then another attempt when the trouble is over. On GitHub a call stands in the first table whose occasion makes it. The last tables are of the user's own program (\`backend: command\`), which is called instead of asked; there nothing that it started may be left running, and no model left behind.

Two signs a cell: the fault **once / for good**.

| sign | the gate |
|:-:|---|
| ✓ | measured everything, as if nothing had been |
| ! | measured, and a finding says what could not be kept or which job failed |
| ? | inconclusive, says which call was not answered and what to do; never red |
| ✗ | an error that names the call, what was said and what to do (a key that is refused, a request that is wrong) |

In every cell these hold, or the command fails: nothing but these four endings, and never another verdict; no run is left open after the post step and another attempt, no check in progress after the post step, and that attempt is complete; no record, comment, check or file is doubled; waiting and calls are bounded; the message names the call and what to do; no key, no token, no signed address in the log, a message or the report.

A job whose submission was not answered may run all the same and counts as spent; nobody can know. A run whose creation was not answered is looked for a second later, and made only if it is not there: one that reaches Embedl Hub later than that is there twice. Hubify has no call that ends an experiment and that every server takes: its records bear their outcome themselves, and the finding \`status-not-told\` says where a status could not be set.

Where GitHub refuses to conclude a check (403, 404), a completed one of the same name takes its place: the newest of a name is the one that counts.

CI runs the whole matrix in three jobs. \`.ci/run\` runs a third of it, another one every day; the date chooses, and the command to run the same part again is printed.
`;

/** The whole page. */
export function renderMatrix(tables: readonly string[], cells: readonly Cell[], total = cells.length): string {
  const filled = tables.filter((table) => cells.some((cell) => cell.table === table));
  return [HEAD, renderTotals(cells, total), ...filled.map((table) => renderTable(table, cells))].join('\n');
}

function renderTotals(cells: readonly Cell[], total: number): string {
  const count = (ending: Ending) => cells.filter((cell) => cell.ending === ending).length;
  const broken = cells.filter((cell) => cell.broken.length > 0).length;
  const reported = count('finding') + count('inconclusive') + count('error');
  const tried =
    cells.length < total
      ? `${cells.length} of ${total} cells (an empty cell was not tried for this page)`
      : `${cells.length} cells`;
  return `**${tried}: ${count('recovered')} recovered, ${reported} reported (${count('finding')} as a finding, ${count('inconclusive')} inconclusive, ${count('error')} as an error); in ${broken} something was lost, doubled, left open or leaked.**\n`;
}

function renderTable(table: string, cells: readonly Cell[]): string {
  const own = cells.filter((cell) => cell.table === table);
  const calls = [...new Set(own.map(({ call }) => call))].sort();
  const sign = (call: string, fault: string, times: Cell['times']) => {
    const cell = own.find((found) => found.call === call && found.fault === fault && found.times === times);
    return cell === undefined ? ' ' : SIGNS[cell.ending];
  };
  const names = new Set([...FAULT_NAMES, ...PROGRAM_FAULT_NAMES]);
  const faults = [...names].filter((name) => own.some(({ fault }) => fault === name));
  const rows = calls.map((call) => {
    const columns = faults.map((fault) => `${sign(call, fault, 'once')}/${sign(call, fault, 'for good')}`);
    return `| \`${call}\` | ${columns.join(' | ')} |`;
  });
  const head = `| call | ${faults.join(' | ')} |\n|---|${faults.map(() => ':-:').join('|')}|`;
  return `## ${table}\n\n${head}\n${rows.join('\n')}\n`;
}
