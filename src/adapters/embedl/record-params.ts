// The whole record of a run in its params: packed and cut into pieces that fit, so that one read gives back everything
// with the runs before it. Params cannot be changed, so each finish of a run writes a generation of its own.

import { gunzipSync, gzipSync } from 'node:zlib';
import type { Run } from '../../domain/run.ts';
import { type DecodedRecord, decodeRecord, encodeRecord } from '../../formats/run-record.ts';
import { LONGEST_VALUE } from './limits.ts';
import { OURS, type Param } from './run-facts.ts';
import type { RunDetail } from './schema.ts';

const PREFIX = `${OURS}record.`;
const NAME = /^latency_gate\.record\.(\d+)\.(\d+)$/;
/** A model of hundreds of layers has as many params on the hub. */
const MOST_PIECES = 400;
const LARGEST_RECORD = 64 << 20;

export interface RunWithHistory {
  readonly run: Run;
  /** Older runs of the same model and device, newest first. */
  readonly history: readonly Run[];
}

/** Undefined where nothing fits. Too large, it loses its layers, then the older half of its history, and again. */
export function toRecordParams(records: readonly RunWithHistory[], generation: number): readonly Param[] | undefined {
  let kept = records;
  for (
    let longest = Math.max(0, ...records.map(({ history }) => history.length));
    ;
    longest = Math.floor(longest / 2)
  ) {
    const params = cutUp(kept, generation);
    if (params.length <= MOST_PIECES) return params;
    if (longest === 0) return undefined;
    const most = Math.floor(longest / 2);
    kept = records.map(({ run, history }) => ({ run: { ...run, layers: [] }, history: history.slice(0, most) }));
  }
}

function cutUp(records: readonly RunWithHistory[], generation: number): readonly Param[] {
  const texts = records.map(({ run, history }) => JSON.parse(encodeRecord(run, history)) as unknown);
  const packed = gzipSync(JSON.stringify(texts), { level: 9 }).toString('base64');
  const pieces = packed.match(new RegExp(`.{1,${LONGEST_VALUE}}`, 'g')) ?? [];
  return pieces.map((value, index) => ({ name: `${PREFIX}${generation}.${String(index).padStart(3, '0')}`, value }));
}

/** How many generations a run holds already. */
export function countGenerations({ params }: Pick<RunDetail, 'params'>): number {
  return Math.max(0, ...params.map(({ name }) => Number(NAME.exec(name)?.[1] ?? 0)));
}

/** The newest generation's records, one a device; empty where there is none. Throws an Error that says what is wrong. */
export function fromRecordParams(run: Pick<RunDetail, 'params'>): readonly DecodedRecord[] {
  const newest = countGenerations(run);
  if (newest === 0) return [];
  const pieces = run.params.filter(({ name }) => name.startsWith(`${PREFIX}${newest}.`));
  const packed = pieces.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ value }) => String(value));
  const text = gunzipSync(Buffer.from(packed.join(''), 'base64'), { maxOutputLength: LARGEST_RECORD }).toString('utf8');
  const records: unknown = JSON.parse(text);
  if (!Array.isArray(records)) throw new Error('it is no list of records');
  return records.map((record) => decodeRecord(JSON.stringify(record)));
}
