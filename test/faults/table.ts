// The fault matrix as a page: one table a backend, one row a call, one column a fault.

import { FAULT_NAMES } from './faulty-server.ts';
import type { Cell, Ending } from './matrix.ts';

const SIGNS: Readonly<Record<Ending, string>> = {
  recovered: '✓',
  finding: '!',
  inconclusive: '?',
  error: '✗',
  bug: 'BUG',
};

const HEAD = `<!-- Made by \`npm run check:faults\`; nothing here is written by hand. -->

# Reliability

Every call that a gate makes on a backend meets every fault: once, and for good. The calls are not listed anywhere: they are what a gate without trouble makes against the backend's stand-in, so a new backend's appear by themselves. Each cell is a gate of its own, then the post step, then another attempt when the trouble is over.

Two signs a cell: the fault **once / for good**.

| sign | the gate |
|:-:|---|
| ✓ | measured everything, as if nothing had been |
| ! | measured, and a finding says what could not be kept or which job failed |
| ? | inconclusive, says which call was not answered and what to do; never red |
| ✗ | an error that names the call, what was said and what to do (a key that is refused, a request that is wrong) |

In every cell these hold, or the command fails: nothing but these four endings; no run is left open after the post step and another attempt, and that attempt is complete; no record is doubled; waiting and calls are bounded; no key, no signed address in any message.

A job whose submission was not answered may run all the same and counts as spent; nobody can know. Hubify has no call that ends an experiment and that every server takes: its records bear their outcome themselves, and the finding \`status-not-told\` says where a status could not be set.

GitHub's calls have scenarios of their own (\`test/scenarios\`: rights, comment-trouble, bounded-search, enterprise-server).
`;

/** The whole page. */
export function renderMatrix(cells: readonly Cell[]): string {
  const backends = [...new Set(cells.map(({ backend }) => backend))];
  return [HEAD, renderTotals(cells), ...backends.map((backend) => renderBackend(backend, cells))].join('\n');
}

function renderTotals(cells: readonly Cell[]): string {
  const count = (ending: Ending) => cells.filter((cell) => cell.ending === ending).length;
  const broken = cells.filter((cell) => cell.broken.length > 0).length;
  const reported = count('finding') + count('inconclusive') + count('error');
  return `**${cells.length} cells: ${count('recovered')} recovered, ${reported} reported (${count('finding')} as a finding, ${count('inconclusive')} inconclusive, ${count('error')} as an error); in ${broken} something was lost, doubled, left open or leaked.**\n`;
}

function renderBackend(backend: string, cells: readonly Cell[]): string {
  const own = cells.filter((cell) => cell.backend === backend);
  const calls = [...new Set(own.map(({ call }) => call))].sort();
  const sign = (call: string, fault: string, times: Cell['times']) => {
    const cell = own.find((found) => found.call === call && found.fault === fault && found.times === times);
    return cell === undefined ? ' ' : SIGNS[cell.ending];
  };
  const rows = calls.map((call) => {
    const columns = FAULT_NAMES.map((fault) => `${sign(call, fault, 'once')}/${sign(call, fault, 'for good')}`);
    return `| \`${call}\` | ${columns.join(' | ')} |`;
  });
  const head = `| call | ${FAULT_NAMES.join(' | ')} |\n|---|${FAULT_NAMES.map(() => ':-:').join('|')}|`;
  return `## ${backend}\n\n${head}\n${rows.join('\n')}\n`;
}
