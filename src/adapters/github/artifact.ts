// One artifact as GitHub's API tells of it, and what its upload and download may meet.

import { basename, dirname } from 'node:path';
import type { Artifact } from '../../ports/artifact-store.ts';
import { digestFiles } from '../files/digest.ts';

export function toArtifact(raw: RawArtifact, headSha: string, runId: number): Artifact {
  return {
    id: String(raw.id),
    name: raw.name,
    createdAt: raw.created_at ?? '',
    headSha,
    origin: String(runId),
    sizeBytes: raw.size_in_bytes,
    digest: raw.digest ?? undefined,
  };
}

export interface RawArtifact {
  readonly id: number;
  readonly name: string;
  readonly expired: boolean;
  readonly size_in_bytes: number;
  readonly digest?: string | null;
  readonly created_at: string | null;
  readonly workflow_run?: {
    readonly id?: number;
    readonly repository_id?: number;
    readonly head_repository_id?: number;
    readonly head_branch?: string;
    readonly head_sha?: string;
  } | null;
}

/** What was downloaded must be what GitHub says was uploaded. Older servers tell no digest. */
export async function checkDigest(archive: string, { name, digest }: Artifact): Promise<void> {
  const [algorithm, wanted] = digest?.split(':') ?? [];
  if (algorithm !== 'sha256' || wanted === undefined) return;
  const { sha256 } = await digestFiles(dirname(archive), [basename(archive)]);
  if (sha256 !== wanted)
    throw new Error(`${name} was changed on its way: its sha256 is ${sha256}, GitHub says ${wanted}`);
}
