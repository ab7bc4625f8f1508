// The files that are kept on a run: what a phone left, and the model itself. One that cannot be stored is a finding.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import { type RunArtifact, storeRunArtifact } from './artifacts.ts';

export type FileSetup = Pick<RunArtifact, 'hub' | 'api' | 'network'>;

export async function storeBytes(
  runId: string,
  files: ReadonlyMap<string, Uint8Array>,
  setup: FileSetup,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [file, bytes] of files) {
    const content = { sizeBytes: bytes.length, open: () => Readable.from([Buffer.from(bytes)]) };
    findings.push(...(await store({ ...setup, runId, file, ...content })));
  }
  return findings;
}

/** The files at those absolute paths, streamed. */
export async function storePaths(
  runId: string,
  paths: readonly string[],
  setup: FileSetup,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) continue;
    const content = { sizeBytes: found.size, open: () => createReadStream(path) };
    findings.push(...(await store({ ...setup, runId, file: basename(path), ...content })));
  }
  return findings;
}

async function store(artifact: RunArtifact): Promise<readonly Finding[]> {
  try {
    await storeRunArtifact(artifact);
    return [];
  } catch (error) {
    const why = messageOf(error);
    return [{ code: 'file-not-stored', facts: { file: artifact.file, why } }];
  }
}
