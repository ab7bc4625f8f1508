// A model that was taken over: read, with the options that hold for it, and what it is fed with alone or in a pair.

import type { Finding } from '../../domain/finding.ts';
import type { Pair } from '../../domain/job.ts';
import { describeShapes, type WorkloadDifference } from '../../domain/workload.ts';
import type { OnnxGraph } from '../onnx/graph.ts';
import type { WrittenPlan } from './input-plan.ts';
import type { Loadable, ReadModel } from './loadable.ts';
import type { LocalOptions } from './options.ts';
import type { Duration, Side } from './pair.ts';
import { feedPair } from './pair-feeds.ts';
import { Refusal } from './refusal.ts';
import { toGateError } from './refusal-advice.ts';
import type { Runtime } from './runtime.ts';

export interface ModelSource {
  readonly model: ReadModel;
  readonly options: LocalOptions;
  readonly feed: WrittenPlan;
  /** Executes it. */
  readonly runtime: Runtime;
}

export interface Prepared extends ModelSource {
  /** As it is executed by itself. */
  readonly loadable: Loadable;
}

/** One process to start. */
export interface FedModel {
  readonly source: ModelSource;
  readonly loadable: Loadable;
}

/** What a job executes: the candidate alone, or the baseline's model first. */
export interface FedModels {
  readonly baseline: FedModel | undefined;
  readonly candidate: FedModel;
  readonly difference: WorkloadDifference | undefined;
}

/** A model beside itself is fed as it is alone. */
export async function feedModels(
  baseline: Prepared | undefined,
  candidate: Prepared,
  workspace: string,
): Promise<FedModels> {
  const alone = { source: candidate, loadable: candidate.loadable };
  if (baseline === undefined || baseline === candidate) {
    return { baseline: baseline === undefined ? undefined : alone, candidate: alone, difference: undefined };
  }
  const fed = await feedPair(baseline, candidate, workspace);
  return {
    baseline: { source: baseline, loadable: fed.baseline },
    candidate: { source: candidate, loadable: fed.candidate },
    difference: fed.difference,
  };
}

/** What is said of the baseline's model alone holds as it is; of the rest only what its inputs have. */
export function feedOfBaseline({ inputs }: OnnxGraph, { feed, baselineFeed }: LocalOptions): WrittenPlan {
  const names = new Set(inputs.map(({ name }) => name));
  const dims = inputs.flatMap((value) => (value.dims ?? []).map(String)).join(' + ');
  const known = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => names.has(name)));
  const free = Object.entries(feed.dims).filter(([name]) => dims.split(' + ').includes(name));
  return {
    shapes: baselineFeed.shapes ?? known(feed.shapes),
    dims: baselineFeed.dims ?? Object.fromEntries(free),
    inputs: baselineFeed.inputs ?? (typeof feed.inputs === 'string' ? feed.inputs : known(feed.inputs)),
  };
}

/** Turns a refusal into an expected failure that names the model; hands on anything else. */
export function refuseFor(model: string, plan?: Loadable['plan']): (error: unknown) => never {
  return (error) => {
    throw error instanceof Refusal ? toGateError(error, model, plan) : error;
  };
}

/** What of a job's inputs a person should know. */
export function findingsOfInputs({ plan, model, workload }: Loadable): readonly Finding[] {
  if (plan.assumed.length === 0) return [];
  const assumed = workload.inputs.filter(({ name }) => plan.assumed.includes(name));
  return [{ code: 'input-shape-assumed', facts: { model: model.name, shapes: describeShapes({ inputs: assumed }) } }];
}

/** Two sides in two versions of the runtime: what was compared is both, the model and its runtime. */
export function findingsOfRuntimes(model: string, baseline: Side, candidate: Side): readonly Finding[] {
  const [before, after] = [baseline.loaded.runtimeVersion, candidate.loaded.runtimeVersion];
  if (before === after) return [];
  return [{ code: 'runtimes-compared', facts: { model, baseline: before, candidate: after } }];
}

export function findingOfCut(model: string, device: string, pair: Pair, { maxTimeMs }: Duration): Finding {
  const iterations = pair.candidate.iterations?.count ?? 0;
  return {
    code: 'measured-briefly',
    facts: { model, device, inferences: String(iterations), seconds: String(maxTimeMs / 1000) },
  };
}
