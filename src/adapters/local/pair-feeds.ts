// What the two models of a pair are fed with: the same, as far as their inputs allow it.

import { findWorkloadDifference, type WorkloadDifference } from '../../domain/workload.ts';
import type { OnnxGraph } from '../onnx/graph.ts';
import type { ShapeHints, WrittenPlan } from './input-plan.ts';
import { type Loadable, makeLoadable, type ReadModel } from './loadable.ts';

export interface PairFeeds {
  readonly baseline: Loadable;
  readonly candidate: Loadable;
  readonly difference: WorkloadDifference | undefined;
}

/**
 * Free sizes of one model follow the fixed ones of the other, and the baseline's model gets the candidate's data
 * wherever type and shape are the same.
 */
export async function feedPair(
  baseline: { readonly model: ReadModel; readonly feed: WrittenPlan },
  candidate: { readonly model: ReadModel; readonly feed: WrittenPlan },
  workspace: string,
): Promise<PairFeeds> {
  const fixed = fixedShapes(baseline.model.graph, candidate.model.graph);
  const after = await makeLoadable(candidate.model, candidate.feed, workspace, { shapes: fixed, values: new Map() });
  const before = await makeLoadable(baseline.model, baseline.feed, workspace, toHints(after, baseline.model.graph));
  return {
    baseline: before,
    candidate: after,
    difference: findWorkloadDifference(before.workload, after.workload),
  };
}

/** The sizes that the baseline's file fixes, by the candidate's input names. */
function fixedShapes(baseline: OnnxGraph, candidate: OnnxGraph): ShapeHints['shapes'] {
  return new Map(
    candidate.inputs.flatMap((value, place) => {
      const other = baseline.inputs.find(({ name }) => name === value.name) ?? baseline.inputs[place];
      const dims = other?.dims?.map((dim) => (typeof dim === 'number' ? dim : undefined));
      return dims === undefined || dims.length !== value.dims?.length ? [] : [[value.name, dims] as const];
    }),
  );
}

function toHints({ plan }: Loadable, graph: OnnxGraph): ShapeHints {
  const matched = graph.inputs.flatMap(({ name }, place) => {
    const input = plan.inputs.find((one) => one.name === name) ?? plan.inputs[place];
    return input === undefined ? [] : [[name, input] as const];
  });
  return {
    shapes: new Map(matched.map(([name, { value }]) => [name, value.dims])),
    values: new Map(matched.map(([name, { value, type, from }]) => [name, { value, type, from }])),
  };
}
