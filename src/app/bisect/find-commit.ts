// Mode bisect: at which commit between two levels a model changed. The models that were kept are measured; nothing is
// built again unless a command says how.

import type { BisectCandidate, Bisection } from '../../domain/bisection.ts';
import type { Device } from '../../domain/device.ts';
import { GateError, messageOf } from '../../domain/errors.ts';
import { type Model, type ModelIdentity, withoutEnding } from '../../domain/model.ts';
import type { Run } from '../../domain/run.ts';
import type { PreparedModel } from '../../ports/profiler.ts';
import { measuresPairs } from '../measure/evidence-plan.ts';
import { fetchModel } from '../measure/kept-models.ts';
import { PreparedModels } from '../measure/prepared-models.ts';
import { resolveDevices } from '../measure/resolve-inputs.ts';
import { measurePairs } from './measure-pair.ts';
import { type AbleModel, EndMissing } from './question.ts';
import { bisect } from './search.ts';
import type { FindCommitTask, FindCommitTools } from './task.ts';

/** First parents between the two levels at most. */
const MOST_COMMITS = 1000;

/** One answer a model and device. Throws a GateError where a search cannot begin; nothing was measured by then. */
export async function findCommits(task: FindCommitTask, tools: FindCommitTools): Promise<readonly Bisection[]> {
  const { profiler, builder } = tools;
  if (!measuresPairs(profiler) || profiler.evidence.kind === 'fixed') {
    const message = `backend: found ${profiler.name}, which measures no pairs; allowed for bisect: local, command, device-farm.`;
    throw new GateError('invalid-input', message, 'Two models must be measured beside each other.');
  }
  try {
    const between = await listBetween(task, tools);
    const found: Bisection[] = [];
    for (const device of await resolveDevices(task.devices, profiler)) {
      for (const model of task.models) found.push(await findCommit(model, device, between, task, tools));
    }
    return found;
  } finally {
    await builder?.close();
    await profiler.close?.();
  }
}

/** From the good commit to the bad one, oldest first. */
async function listBetween({ good, bad }: FindCommitTask, { commits }: FindCommitTools): Promise<readonly string[]> {
  if (commits === null) {
    throw new GateError(
      'invalid-input',
      'bisect: there is no history of commits here.',
      'Run it inside the repository.',
    );
  }
  const [first] = (await commits.firstParents(good, 1)).commits;
  const line = (await commits.firstParents(bad, MOST_COMMITS)).commits;
  const unknown = first === undefined ? good : line.length === 0 ? bad : undefined;
  if (unknown !== undefined) {
    throw new GateError(
      'invalid-input',
      `bisect: "${unknown}" is no commit here.`,
      'Give a commit, a tag or a branch.',
    );
  }
  const place = line.indexOf(first ?? '');
  if (place > 0) return line.slice(0, place + 1).toReversed();
  const found =
    place === 0
      ? 'are the same commit'
      : `: the one is no first-parent ancestor of the other within ${MOST_COMMITS} commits`;
  throw new GateError('invalid-input', `bisect: "${good}" and "${bad}" ${found}.`, 'Give the older, good one first.');
}

async function findCommit(
  { name, path }: FindCommitTask['models'][number],
  device: Device,
  between: readonly string[],
  task: FindCommitTask,
  tools: FindCommitTools,
): Promise<Bisection> {
  const { tracker, log, profiler } = tools;
  const { runs } = await tracker.history({ modelName: name, device: device.name, ancestry: between.toReversed() });
  const recorded = new Map<string, Run>();
  for (const { run } of runs) if (run.mode !== 'gate' && run.commit.sha !== null) recorded.set(run.commit.sha, run);
  const commits = between
    .map((commit): BisectCandidate => ({ commit, sha256: recorded.get(commit)?.model.sha256 ?? null }))
    .filter(({ commit, sha256 }) => sha256 !== null || tools.builder !== null || commit === between[0]);
  if (commits.length < 2) {
    const message = `bisect: of ${between.length - 1} commits after the good one none has a record of ${name} on ${device.name}.`;
    throw new GateError('model-missing', message, 'Record on the default branch, or give "build".');
  }
  log.info(
    `${name} on ${device.name}: ${commits.length} of ${between.length} commits have a model, recorded or to be built.`,
  );
  const prepared = new PreparedModels(profiler);
  const question = { modelName: name, device: device.name, metric: task.metric, commits, maxPairs: task.maxPairs };
  try {
    return await bisect<PreparedModel>(question, {
      fetch: (candidate) => fetchCandidate(candidate, { name, path, recorded, prepared }, tools),
      measure: measurePairs(device, task, tools),
      tell: (words) => log.info(`${name}: ${words}.`),
    });
  } catch (error) {
    if (!(error instanceof EndMissing)) throw error;
    const message = `bisect: the model ${name} of ${error.commit.slice(0, 12)} cannot be had: ${error.why}.`;
    const advice = 'Choose an end that was recorded and whose model is kept (keep-model-days), or give "build".';
    throw new GateError('model-missing', message, advice, error);
  }
}

interface FetchContext {
  readonly name: string;
  readonly path: string | null;
  readonly recorded: ReadonlyMap<string, Run>;
  readonly prepared: PreparedModels;
}

/** As it was kept, else as it is built; ready to be measured. */
async function fetchCandidate(
  { commit }: BisectCandidate,
  { name, path, recorded, prepared }: FetchContext,
  tools: FindCommitTools,
): Promise<AbleModel<PreparedModel> | { readonly why: string }> {
  const run = recorded.get(commit);
  const kept = run === undefined ? 'it has no record' : await fetchKept(run.model, run.modelArtifact, tools);
  const model = typeof kept === 'string' ? await buildModel(commit, name, path, kept, tools) : kept;
  if (typeof model === 'string') return { why: model };
  try {
    return { sha256: model.sha256, model: await prepared.prepare(model, 'baseline') };
  } catch (error) {
    if (!(error instanceof GateError) || error.code === 'not-permitted') throw error;
    return { why: error.message };
  }
}

async function fetchKept(
  identity: ModelIdentity,
  id: string | undefined,
  tools: FindCommitTools,
): Promise<Model | string> {
  const fetched = await fetchModel(identity, id, { ...tools, lastRelease: null });
  if (!('code' in fetched)) return fetched;
  return fetched.code === 'baseline-model-missing' ? fetched.facts.why : fetched.code;
}

async function buildModel(
  commit: string,
  name: string,
  path: string | null,
  why: string,
  { builder, profiler, list, log }: FindCommitTools,
): Promise<Model | string> {
  if (builder === null || path === null) return why;
  try {
    log.info(`Building ${commit.slice(0, 12)}: ${why}.`);
    const files = await list(await builder.build(commit), path);
    const own = files.find((file) => file.name === name) ?? (files.length === 1 ? files[0] : undefined);
    return own === undefined ? `${why}, and its build left no ${path}` : await profiler.inspect(own.path, name);
  } catch (error) {
    return `${why}, and ${messageOf(error)}`;
  }
}

/** What models are called where only paths are known. */
export function nameOf(path: string, name: string | undefined): string {
  return name ?? withoutEnding(path);
}
