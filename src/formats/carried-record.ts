// A run record inside the text fields of a service that knows nothing of it: in pieces, for such fields have limits
// that nobody has published.

import type { Run } from '../domain/run.ts';
import { decodeRecord, encodeRecord } from './run-record.ts';

/** MLflow's oldest servers take 500 characters in a parameter. */
const LONGEST_PIECE = 450;
const PREFIX = 'latency_gate.record.';

/** The record as named pieces of at most so many letters; without layers, which would be most of it. */
export function toPieces(run: Run, longest: number = LONGEST_PIECE): Readonly<Record<string, string>> {
  const text = JSON.stringify(JSON.parse(encodeRecord({ ...run, layers: [] }, [])));
  const letters = [...text];
  const count = Math.ceil(letters.length / longest);
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `${PREFIX}${String(index).padStart(3, '0')}`,
      letters.slice(index * longest, (index + 1) * longest).join(''),
    ]),
  );
}

/** The run that the pieces hold; undefined where they hold none. Throws an Error that says what is wrong with them. */
export function fromPieces(fields: Readonly<Record<string, string>>): Run | undefined {
  const names = Object.keys(fields).filter((name) => name.startsWith(PREFIX));
  if (names.length === 0) return undefined;
  const text = names
    .sort()
    .map((name) => fields[name] ?? '')
    .join('');
  return decodeRecord(text).run;
}

/** Of several attempts' runs the one that carries the most evidence, the newest of equals: each carries the earlier ones' on. */
export function fullest(runs: readonly Run[]): Run | undefined {
  const size = ({ jobs, pairs }: Run) => jobs.length + pairs.length;
  return [...runs].sort((a, b) => size(b) - size(a) || Date.parse(b.createdAt) - Date.parse(a.createdAt))[0];
}
