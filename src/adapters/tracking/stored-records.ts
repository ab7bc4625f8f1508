// Records that a service keeps in its text fields: read back, put in order, and counted as earlier evidence. Pure.

import { newestFirst, type TrackedRun } from '../../domain/baseline.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Run } from '../../domain/run.ts';
import { fromPieces, fullest } from '../../formats/carried-record.ts';
import type { EarlierEvidence, HistoryQuery } from '../../ports/tracker.ts';

export type RecordReading = { readonly run: Run | undefined } | { readonly finding: Finding };

export const NOTHING: EarlierEvidence = { environment: null, jobs: [], measuredNow: [], tickets: [] };

/** The record in these fields; what cannot be read is a finding about `artifact`. */
export function readRecord(fields: Readonly<Record<string, string>>, artifact: string): RecordReading {
  return readRecordOf(() => fields, artifact);
}

/** The same, where getting at the fields may fail, too. */
export function readRecordOf(fields: () => Readonly<Record<string, string>>, artifact: string): RecordReading {
  try {
    return { run: fromPieces(fields()) };
  } catch (error) {
    return { finding: { code: 'baseline-unreadable', facts: { artifact, why: messageOf(error) } } };
  }
}

/** Whether a record tells of that model and device, on the ancestry where one is asked for. */
export function fitsQuery(run: Run | undefined, { modelName, device, ancestry }: HistoryQuery): run is Run {
  if (run?.model.name !== modelName || run.device !== device) return false;
  return ancestry === null || ancestry.includes(run.commit.sha ?? '');
}

/** The nearest on the ancestry first, of one commit the newest; without an ancestry the newest first. */
export function placeRecords(runs: readonly TrackedRun[], { ancestry }: HistoryQuery): readonly TrackedRun[] {
  const places = new Map((ancestry ?? []).map((sha, index) => [sha, index]));
  const place = ({ run }: TrackedRun) => places.get(run.commit.sha ?? '') ?? 0;
  return [...runs].sort((a, b) => place(a) - place(b) || newestFirst(a, b));
}

/** What earlier attempts on the same bytes finished with: of their pairs, those against the same baseline. */
export function toEarlierEvidence(
  runs: readonly Run[],
  sha256: string,
  baselineSha256: string | null,
): EarlierEvidence {
  const run = fullest(runs.filter(({ model }) => model.sha256 === sha256));
  if (run === undefined) return NOTHING;
  const pairs = run.pairs.filter(({ against }) => against === baselineSha256);
  return { ...NOTHING, environment: run.environment, jobs: run.jobs, pairs };
}
