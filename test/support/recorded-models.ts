// A git repository whose commits all have a record and a kept model, as months of pushes leave them.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectOnnx } from '../../src/adapters/onnx/inspect.ts';
import { keptModelName, modelArtifactName } from '../../src/domain/artifact-name.ts';
import type { Run } from '../../src/domain/run.ts';
import { encodeRecord } from '../../src/formats/run-record.ts';
import { makeRun } from './runs.ts';

const STAMP = '2026-01-01T00-00-00.000Z';

/** One commit a model, oldest first; answers their shas. `kept`: whether a place's model is kept. */
export async function recordModels(
  folder: string,
  models: readonly Uint8Array[],
  kept: (place: number) => boolean = () => true,
): Promise<readonly string[]> {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
  git('init', '-q', '-b', 'main');
  git('config', 'user.email', 'test@example.com');
  git('config', 'user.name', 'test');
  writeFileSync(join(folder, '.gitignore'), '.latency-gate\n');
  git('add', '.');
  const runs: Run[] = [];
  const shas: string[] = [];
  for (const [place, bytes] of models.entries()) {
    git('commit', '-q', '--allow-empty', '-m', `change ${place}`);
    const sha = git('rev-parse', 'HEAD');
    shas.push(sha);
    const path = join(folder, '.latency-gate', `model-${place}.onnx`);
    mkdirSync(join(folder, '.latency-gate'), { recursive: true });
    writeFileSync(path, bytes);
    const model = await inspectOnnx(path, 'net');
    rmSync(path);
    if (kept(place)) put(folder, keptModelName(model.sha256), 'net.onnx', bytes);
    const createdAt = new Date(Date.parse('2026-01-01T00:00:00Z') + place * 86_400_000).toISOString();
    const run = makeRun({ sha, createdAt, latencies: [1] });
    runs.push({ ...run, model: { ...run.model, sha256: model.sha256, sizeBytes: bytes.length } });
  }
  const [newest, ...older] = runs.toReversed();
  if (newest !== undefined)
    put(folder, modelArtifactName('record', '', 'net'), 'run-local.json', encodeRecord(newest, older));
  return shas;
}

function put(folder: string, name: string, file: string, content: string | Uint8Array): void {
  const place = join(folder, '.latency-gate', name, STAMP);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, file), content);
}
