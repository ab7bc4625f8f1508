// What a pull request's own workflow left: models to be measured here, or records to be judged here. Every byte of it
// may be forged, so it is checked against what GitHub itself says, and bounded before it is fetched.

import { ARTIFACT_PREFIXES, modelArtifactName } from '../../domain/artifact-name.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import { type ModelSource, withoutEnding } from '../../domain/model.ts';
import { effectsOf, type FailOn } from '../../domain/outcome.ts';
import type { Report } from '../../domain/report.ts';
import type { Run } from '../../domain/run.ts';
import type { Origin } from '../../domain/trigger.ts';
import { matches } from '../../domain/waiver.ts';
import { decodeRecord } from '../../formats/run-record.ts';
import { decodeStagedManifest } from '../../formats/staged-manifest.ts';
import type { Artifact, RunArtifacts } from '../../ports/artifact-store.ts';
import type { Files } from '../../ports/machine.ts';
import type { Profiler } from '../../ports/profiler.ts';
import { MANIFEST_FILE, MODEL_FOLDER } from './stage.ts';

const LARGEST_BYTES = 4e9;
const LARGEST_RECORD_BYTES = 50e6;
/** Where the default branch names no models; each one costs jobs on every device. */
const MOST_MODELS = 5;
const MOST_RECORDS = 100;

export interface StagedContents {
  readonly models: readonly ModelSource[];
  readonly records: readonly Run[];
  /** What was refused or is missing, and why: with any of these nothing can be green. */
  readonly problems: readonly Finding[];
}

export interface StagingPolicy {
  /** Of the gate; the other half must have had the same. */
  readonly key: string;
  /** What the default branch's configuration names; empty: whatever comes, within bounds. */
  readonly models: readonly ModelSource[];
}

export interface ReceiveTools {
  readonly artifacts: RunArtifacts;
  readonly files: Files;
  readonly inspector: Pick<Profiler, 'inspect'>;
}

/** Fetches and checks; what does not hold is left out, and told. */
export async function receiveStaged(
  origin: Origin,
  expected: StagingPolicy,
  tools: ReceiveTools,
): Promise<StagedContents> {
  const doubts: Finding[] = [];
  const models: ModelSource[] = [];
  const records: Run[] = [];
  const most = expected.models.length > 0 ? MOST_RECORDS : MOST_MODELS;
  await each(
    origin,
    { prefix: ARTIFACT_PREFIXES.staged, largest: LARGEST_BYTES, most },
    tools,
    doubts,
    async (folder, artifact) => {
      const model = await readModel(folder, artifact, origin, expected, tools);
      if (model !== undefined) models.push(model);
    },
  );
  const limits = { prefix: ARTIFACT_PREFIXES.candidate, largest: LARGEST_RECORD_BYTES, most: MOST_RECORDS };
  // A pull request of this repository has reported its own measurements itself.
  if (origin.foreign && models.length === 0) {
    await each(origin, limits, tools, doubts, async (folder, artifact) => {
      records.push(...(await readRecords(folder, artifact, origin, expected, tools)));
    });
  }
  return { models, records, problems: [...doubts, ...findMissing(models, expected)] };
}

interface Bounds {
  readonly prefix: string;
  /** Bytes of all archives together. */
  readonly largest: number;
  readonly most: number;
}

async function each(
  origin: Origin,
  { prefix, largest, most }: Bounds,
  { artifacts, files }: ReceiveTools,
  doubts: Finding[],
  read: (folder: string, artifact: Artifact) => Promise<void>,
): Promise<void> {
  let bytes = 0;
  for (const [index, artifact] of (await artifacts.ofRun(origin.runId, prefix)).entries()) {
    try {
      bytes += artifact.sizeBytes ?? 0;
      if (index >= most) throw new Error(`it is one of more than ${most}`);
      if (bytes > largest) throw new Error(`with it there are ${bytes} bytes; at most ${largest} are taken`);
      const folder = files.join(await files.temporaryFolder('received'), artifact.id);
      await artifacts.fetch(artifact, folder);
      await read(folder, artifact);
    } catch (error) {
      const why = messageOf(error);
      doubts.push({ code: 'staged-refused', facts: { artifact: artifact.name, why } });
    }
  }
}

/** The bytes must be what the manifest says, and the manifest about the commit that GitHub names. */
async function readModel(
  folder: string,
  artifact: Artifact,
  origin: Origin,
  { key, models }: StagingPolicy,
  { files, inspector }: ReceiveTools,
): Promise<ModelSource | undefined> {
  const {
    commit,
    model: staged,
    files: names,
  } = decodeStagedManifest(await files.read(files.join(folder, MANIFEST_FILE)));
  // Another gate of the same workflow takes it.
  if (artifact.name !== modelArtifactName('staged', key, staged.name)) return undefined;
  if (commit !== origin.sha) throw new Error(`it is of the commit ${commit ?? '?'}, not of ${origin.sha}`);
  const source = models.find((known) => isNamedBy(known, staged.name));
  if (models.length > 0 && source === undefined) throw new Error(`the configuration names no model ${staged.name}`);
  // A model that is a folder is named by the folder.
  const path = files.join(folder, MODEL_FOLDER, (names[0] ?? '').split('/')[0] ?? '');
  const model = await inspector.inspect(path, staged.name);
  if (model.sha256 !== staged.sha256) {
    throw new Error(`its model has the sha256 ${model.sha256}, its manifest says ${staged.sha256}`);
  }
  return { path, name: staged.name, devices: source?.devices };
}

async function readRecords(
  folder: string,
  artifact: Artifact,
  origin: Origin,
  { key }: StagingPolicy,
  { files }: ReceiveTools,
): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (const path of await files.glob(files.join(folder, '*.json'))) {
    const { run } = decodeRecord(await files.read(path));
    if (artifact.name !== modelArtifactName('candidate', key, run.model.name)) continue;
    if (run.mode !== 'gate') throw new Error(`its record is of mode ${run.mode}`);
    if (run.commit.sha !== origin.sha)
      throw new Error(`its record is of the commit ${run.commit.sha ?? '?'}, not of ${origin.sha}`);
    runs.push(run);
  }
  return runs;
}

/** By its name, else by its path: a model is named by it, without its ending. */
function isNamedBy({ name, path }: ModelSource, model: string): boolean {
  return name === undefined ? matches(withoutEnding(path), model) : name === model;
}

function findMissing(models: readonly ModelSource[], expected: StagingPolicy): readonly Finding[] {
  if (models.length === 0) return [];
  return expected.models
    .filter((source) => !models.some(({ name }) => name !== undefined && isNamedBy(source, name)))
    .map(({ name, path }) => ({ code: 'staged-missing', facts: { model: name ?? path } }));
}

/** The report with what was refused or is missing; a pass becomes inconclusive by it. */
export function downgradeIfIncomplete(
  report: Report,
  { problems: doubts, models }: StagedContents,
  failOn: FailOn,
): Report {
  const built: readonly Finding[] = models.map(({ name, path }) => ({
    code: 'built-by-fork',
    facts: { model: name ?? path },
  }));
  const findings = [...doubts, ...built, ...report.findings];
  if (doubts.length === 0 || report.outcome !== 'pass') return { ...report, findings };
  const effects = effectsOf('inconclusive', report.mode, failOn);
  return { ...report, outcome: 'inconclusive', effects, findings };
}
