// What a pull request's own workflow left: models to be measured here, or records to be judged here. Every byte of it
// may be forged, so it is checked against what GitHub itself says.

import type { Finding } from '../domain/finding.ts';
import type { ModelSource } from '../domain/model.ts';
import type { Run } from '../domain/run.ts';
import type { Origin } from '../domain/trigger.ts';
import { decodeRecord } from '../formats/run-record.ts';
import { decodeStagedManifest } from '../formats/staged-manifest.ts';
import type { Artifact, RunArtifacts } from '../ports/artifact-store.ts';
import type { Files } from '../ports/machine.ts';
import type { Profiler } from '../ports/profiler.ts';
import { MANIFEST_FILE, MODEL_FOLDER, STAGED_PREFIX } from './stage.ts';

/** The records that a gate keeps of a candidate. */
const CANDIDATE_PREFIX = 'latency-gate-candidate-';
const LARGEST_BYTES = 4e9;
const LARGEST_RECORD_BYTES = 50e6;
const MOST_ARTIFACTS = 100;

export interface Received {
  readonly models: readonly ModelSource[];
  readonly records: readonly Run[];
  /** What was refused, and why. */
  readonly findings: readonly Finding[];
}

export interface ReceiveTools {
  readonly artifacts: RunArtifacts;
  readonly files: Files;
  readonly inspector: Pick<Profiler, 'inspect'>;
}

/** Fetches and checks; what does not hold is left out with a finding. */
export async function receive(origin: Origin, tools: ReceiveTools): Promise<Received> {
  const findings: Finding[] = [];
  const models: ModelSource[] = [];
  const records: Run[] = [];
  await each(origin, STAGED_PREFIX, LARGEST_BYTES, tools, findings, async (folder) => {
    models.push(await readModel(folder, origin, tools));
  });
  await each(origin, CANDIDATE_PREFIX, LARGEST_RECORD_BYTES, tools, findings, async (folder) => {
    records.push(...(await readRecords(folder, origin, tools)));
  });
  return { models, records, findings };
}

async function each(
  origin: Origin,
  prefix: string,
  largest: number,
  { artifacts, files }: ReceiveTools,
  findings: Finding[],
  read: (folder: string) => Promise<void>,
): Promise<void> {
  const listed = await artifacts.ofRun(origin.runId, prefix);
  for (const artifact of listed.slice(0, MOST_ARTIFACTS)) {
    try {
      refuseLarge(artifact, largest);
      const folder = files.join(await files.temporaryFolder('received'), artifact.id);
      await artifacts.fetch(artifact, folder);
      await read(folder);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      findings.push({ code: 'staged-refused', facts: { artifact: artifact.name, why } });
    }
  }
}

function refuseLarge({ sizeBytes }: Artifact, largest: number): void {
  if (sizeBytes !== undefined && sizeBytes > largest) {
    throw new Error(`it has ${sizeBytes} bytes; at most ${largest} are taken`);
  }
}

/** The bytes must be what the manifest says, and the manifest about the commit that GitHub names. */
async function readModel(folder: string, origin: Origin, { files, inspector }: ReceiveTools): Promise<ModelSource> {
  const manifest = decodeStagedManifest(await files.read(files.join(folder, MANIFEST_FILE)));
  if (manifest.commit !== origin.sha)
    throw new Error(`it is of the commit ${manifest.commit ?? '?'}, not of ${origin.sha}`);
  const path = files.join(folder, MODEL_FOLDER, manifest.files[0] ?? '');
  const model = await inspector.inspect(path, manifest.model.name);
  if (model.sha256 !== manifest.model.sha256) {
    throw new Error(`its model has the sha256 ${model.sha256}, its manifest says ${manifest.model.sha256}`);
  }
  return { path, name: manifest.model.name, devices: undefined };
}

async function readRecords(folder: string, origin: Origin, { files }: ReceiveTools): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (const path of await files.glob(files.join(folder, '*.json'))) {
    const { run } = decodeRecord(await files.read(path));
    if (run.mode !== 'gate') throw new Error(`its record is of mode ${run.mode}`);
    if (run.commit.sha !== origin.sha)
      throw new Error(`its record is of the commit ${run.commit.sha ?? '?'}, not of ${origin.sha}`);
    runs.push(run);
  }
  return runs;
}
