// What the layers of one job sum up to: where they ran, and how long they took together.

import type { Layer, Values } from '../../domain/job.ts';

/** Layers by compute unit; nothing where no layer is known. */
export function countLayers(layers: readonly Layer[]): Values {
  const on = (unit: string) => layers.filter((layer) => layer.unit.toUpperCase().startsWith(unit)).length;
  return layers.length === 0 ? {} : { layers_cpu: on('CPU'), layers_gpu: on('GPU'), layers_npu: on('NPU') };
}

/** The sum over the operators' averages: another metric than the latency of the whole. Throws an Error where it is 0. */
export function sumOperators(layers: readonly Layer[]): Values {
  const sum = layers.reduce((total, { timeMs }) => total + timeMs, 0);
  if (!(sum > 0)) throw new Error('the operator profile holds no time');
  return { latency_operators: sum };
}
