// Where ONNX Runtime placed a model's nodes: on the provider that was asked for, or back on its own CPU kernels. Pure.

import type { Finding } from '../../domain/finding.ts';
import type { Layer, Values } from '../../domain/job.ts';
import type { Measurement } from '../../ports/profiler.ts';
import type { ProviderName } from './session.ts';

/** What executes the nodes that a provider took; those of XNNPACK and OpenVINO may run on any unit. */
const UNITS: Readonly<Partial<Record<ProviderName, 'layers_gpu' | 'layers_npu'>>> = {
  cuda: 'layers_gpu',
  tensorrt: 'layers_gpu',
  directml: 'layers_gpu',
  webgpu: 'layers_gpu',
  coreml: 'layers_npu',
  qnn: 'layers_npu',
};

/** The name by which a profile calls ONNX Runtime's own kernels. */
const OWN = 'CPU';

/** Nodes that fell back, and nodes that the provider took. Nothing of `cpu`, where all are ONNX Runtime's own. */
export function countPlacement(layers: readonly Layer[], provider: ProviderName): Values {
  if (provider === 'cpu' || layers.length === 0) return {};
  const fallen = layers.filter(({ unit }) => unit === OWN).length;
  const unit = UNITS[provider];
  return { layers_cpu: fallen, ...(unit === undefined ? {} : { [unit]: layers.length - fallen }) };
}

/** Told where the provider did not take everything. */
export function findingsOfPlacement(
  model: string,
  layers: readonly Layer[],
  provider: ProviderName,
): readonly Finding[] {
  const { layers_cpu: fallen = 0 } = countPlacement(layers, provider);
  if (fallen === 0) return [];
  const facts = { model, provider, count: String(fallen), all: String(layers.length) };
  return [{ code: 'nodes-fell-back', facts }];
}

/** A measurement with the counts of its sides, and what of the candidate's placement should be known. */
export function describePlacement(
  measured: Measurement,
  model: string,
  layers: { readonly baseline: readonly Layer[]; readonly candidate: readonly Layer[] },
  provider: ProviderName,
): Measurement {
  const baseline = countPlacement(layers.baseline, provider);
  const candidate = countPlacement(layers.candidate, provider);
  const findings = [...measured.findings, ...findingsOfPlacement(model, layers.candidate, provider)];
  const measurement = { ...measured, findings };
  const add = <J extends { readonly values: Values }>(job: J, counts: Values): J => ({
    ...job,
    values: { ...job.values, ...counts },
  });
  if (measurement.kind === 'job') return { ...measurement, job: add(measurement.job, candidate) };
  const { pair } = measurement;
  return {
    ...measurement,
    pair: { ...pair, baseline: add(pair.baseline, baseline), candidate: add(pair.candidate, candidate) },
  };
}
