// Records and reports in a folder of this machine, however deep: `.latency-gate`, or artifacts that were downloaded.

import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ARTIFACT_PREFIXES } from '../../domain/artifact-name.ts';
import { toAcceptedChange } from '../../domain/comparison.ts';
import { GateError, messageOf } from '../../domain/errors.ts';
import { decodeReport, REPORT_SCHEMA } from '../../formats/report-file.ts';
import { decodeRecord, RUN_SCHEMA } from '../../formats/run-record.ts';
import type { FoundRecord, RecordSource } from '../../ports/record-source.ts';

/** More files than this are not a folder of records. */
const MOST_FILES = 200_000;
/** Folders that hold no records and may be large. */
const PASSED_OVER: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** `path`: a folder or a file. */
export function createRecordFolder(path: string): RecordSource {
  return { name: path, find: () => findIn(path) };
}

async function* findIn(path: string): AsyncGenerator<FoundRecord> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    const message = `records: there is no file or folder "${path}".`;
    throw new GateError('invalid-input', message, 'Give folders or files of run records, or none for .latency-gate.');
  }
  if (!found.isDirectory()) {
    yield* readFound(path, null);
    return;
  }
  let files = 0;
  for await (const [file, bundle] of walk(path, bundleOf(basename(path)))) {
    files += 1;
    if (files > MOST_FILES) {
      const message = `records: "${path}" holds more than ${MOST_FILES} files.`;
      throw new GateError('invalid-input', message, 'Give the folder that holds the records.');
    }
    yield* readFound(file, bundle);
  }
}

async function* walk(folder: string, bundle: string | null): AsyncGenerator<readonly [string, string | null]> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !PASSED_OVER.has(entry.name)) yield* walk(path, bundleOf(entry.name) ?? bundle);
    else if (entry.isFile() && entry.name.endsWith('.json')) yield [path, bundle];
  }
}

function bundleOf(name: string): string | null {
  return name.startsWith(ARTIFACT_PREFIXES.record) ? name : null;
}

/** A file that is neither a record nor a report is passed over; one that says it is and is not, is told. */
async function* readFound(path: string, bundle: string | null): AsyncGenerator<FoundRecord> {
  const text = await readFile(path, 'utf8');
  const head = text.slice(0, 1000);
  try {
    if (head.includes(RUN_SCHEMA)) {
      const { run, history } = decodeRecord(text);
      for (const one of [run, ...history]) yield { kind: 'run', bundle, run: one };
    } else if (head.includes(REPORT_SCHEMA)) yield* acceptedIn(text);
  } catch (error) {
    yield { kind: 'left-out', what: path, why: messageOf(error) };
  }
}

function* acceptedIn(text: string): Generator<FoundRecord> {
  const { commit, subjects } = decodeReport(text);
  if (commit.sha === null) return;
  for (const { model, device, comparisons } of subjects) {
    const accepted = comparisons.filter(({ verdict }) => verdict === 'regressed').flatMap(toAcceptedChange);
    if (accepted.length > 0) yield { kind: 'accepted', model: model.name, device, commit: commit.sha, accepted };
  }
}
