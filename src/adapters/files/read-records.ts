// The run records in one folder, as an artifact or a release's file holds them.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DecodedRecord, decodeRecord } from '../../formats/run-record.ts';

/** By file name; throws an Error that says what is wrong with one of them. */
export async function readRecords(folder: string): Promise<readonly DecodedRecord[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => decodeRecord(await readFile(join(folder, name), 'utf8'))));
}
