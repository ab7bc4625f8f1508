// The table of docs/formats.md, made from what each reader says of itself.

import { markdownTable } from 'markdown-table';
import type { Reader } from '../src/adapters/profiles/reader.ts';
import { READERS } from '../src/adapters/profiles/readers/index.ts';
import { builtIn } from '../src/domain/metric.ts';

/** One row a reader: what it reads, in which unit and direction, and whether its fixture is the tool's own. */
export function formatTable(): string {
  const head = ['Tool', 'File', 'Read', 'Environment', 'Samples', 'Fixture'];
  return markdownTable([head, ...READERS.map(toRow)]);
}

function toRow(reader: Reader): readonly string[] {
  const { tool, format, environment, samples, fixture } = reader;
  return [
    tool,
    format,
    describeReads(reader),
    environment.map((fact) => `\`${fact}\``).join(', '),
    samples ? 'yes' : '',
    fixture.by === null ? 'written from its schema, never seen live' : `made here by ${fixture.by}`,
  ];
}

/** More than this many metrics are every built-in one. */
const MOST_LISTED = 15;

function describeReads({ reads, readsToo }: Reader): string {
  const metrics = reads.map((name) => {
    const { unit, direction } = builtIn(name);
    return `\`${name}\`${unit === '' ? '' : ` (${unit})`} ${direction === 'lower' ? '↓' : '↑'}`;
  });
  const listed = metrics.length > MOST_LISTED ? ['every built-in metric'] : metrics;
  return [...listed, ...(readsToo === undefined ? [] : [readsToo])].join(', ');
}
