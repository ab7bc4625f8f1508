// From a model file and its options to all that a process needs to execute it: the graph, what it is fed with, and
// which outputs are fetched.

import { readFile } from 'node:fs/promises';
import type { Workload } from '../../domain/workload.ts';
import { findEdges, rewriteEdges } from '../onnx/edges.ts';
import { type OnnxGraph, readGraph } from '../onnx/graph.ts';
import { readSlim } from '../onnx/slim.ts';
import { withFileSource } from '../onnx/wire-reader.ts';
import { isCarried } from '../tensors/types.ts';
import { digestValue, type InputPlan, planInputs, type ShapeHints, type WrittenPlan } from './input-plan.ts';
import type { DescribedModel, LoadRequest } from './protocol.ts';
import { Refusal } from './refusal.ts';

/** A model file, read as far as feeding it needs. */
export interface ReadModel {
  readonly name: string;
  readonly path: string;
  readonly graph: OnnxGraph;
  readonly rewritten: Uint8Array | undefined;
}

export interface Loadable {
  readonly model: ReadModel;
  readonly plan: InputPlan;
  readonly workload: Workload;
  readonly request: Pick<LoadRequest, 'modelPath' | 'rewritten' | 'feeds' | 'fetches'>;
}

/** Reads the graph: from the file, or of an `.ort` file, which only the runtime can read, through `describe`. */
export async function readModel(
  { name, path, format }: { readonly name: string; readonly path: string; readonly format: string },
  describe: (path: string) => Promise<DescribedModel>,
): Promise<ReadModel> {
  if (format === 'ort') return { name, path, graph: fromDescribed(await describe(path)), rewritten: undefined };
  const graph = readGraph(withFileSource(path, readSlim));
  const edges = findEdges(graph);
  const odd = edges.inputs.length + edges.outputs.length > 0;
  return { name, path, graph, rewritten: odd ? rewriteEdges(await readFile(path), edges) : undefined };
}

/** Throws a Refusal that names the input which cannot be filled. */
export async function makeLoadable(
  model: ReadModel,
  feed: WrittenPlan,
  workspace: string,
  hints?: ShapeHints,
): Promise<Loadable> {
  const plan = await planInputs(model.graph, feed, workspace, hints);
  const feeds = plan.inputs.map(({ feedName, value }) => ({ name: feedName, value }));
  const fetches = fetchesOf(model.graph);
  const { path: modelPath, rewritten } = model;
  return { model, plan, workload: toWorkload(plan), request: { modelPath, rewritten, feeds, fetches } };
}

function toWorkload({ inputs }: InputPlan): Workload {
  return {
    inputs: inputs.map(({ name, type, value }) => ({ name, type, dims: value.dims, digest: digestValue(value) })),
  };
}

/** Only tensors can be fetched; what is none is computed all the same, for a node with one fetched output has all. */
function fetchesOf(graph: OnnxGraph): readonly string[] {
  const renamed = new Map(findEdges(graph).outputs.map(({ name, newName }) => [name, newName]));
  const tensors = graph.outputs.filter(({ name, kind }) => kind === 'tensor' || renamed.has(name));
  if (tensors.length === 0 && graph.outputs.length > 0) {
    const what = graph.outputs.map(({ name, kind }) => `${name} (${kind})`).join(', ');
    throw new Refusal('model', `none of its outputs is a tensor, which ONNX Runtime for Node could hand over: ${what}`);
  }
  return tensors.map(({ name }) => renamed.get(name) ?? name);
}

function fromDescribed({ inputs, outputs }: DescribedModel): OnnxGraph {
  const toValue = ({ name, type, dims }: DescribedModel['inputs'][number]) => ({
    name,
    kind: type === undefined ? ('unknown' as const) : ('tensor' as const),
    type: type !== undefined && isCarried(type) ? type : undefined,
    dims: dims?.map((dim) => (dim === '' ? null : dim)),
  });
  return {
    inputs: inputs.map(toValue),
    outputs: outputs.map(toValue),
    nodes: [],
    weights: new Map(),
    metadata: new Map(),
    operatorSet: 0,
  };
}
