// The record of a run as a file, layers included, for services that keep files.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '../../domain/run.ts';
import { toSlug } from '../../domain/slug.ts';
import { encodeRecord } from '../../formats/run-record.ts';

/** The name that a device's record bears. */
export function recordFileName(device: string): string {
  return `run-${toSlug(device)}.json`;
}

/** Writes it into that folder; answers its absolute path. */
export async function writeRecordFile(run: Run, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, recordFileName(run.device));
  await writeFile(path, encodeRecord(run, []));
  return path;
}
