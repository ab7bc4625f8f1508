// What changed layer by layer: it explains a verdict, and never makes one.

import type { Layer } from './job.ts';

export interface LayerChange {
  readonly name: string;
  readonly operator: string;
  readonly unit: string;
  /** Milliseconds; null where the layer does not exist on that side. */
  readonly baselineMs: number | null;
  readonly candidateMs: number | null;
  /** Candidate minus baseline, an absent side counting as zero. */
  readonly differenceMs: number;
}

/** All layers of both sides matched by name, the largest absolute difference first. */
export function compareLayers(baseline: readonly Layer[], candidate: readonly Layer[]): readonly LayerChange[] {
  const before = new Map(baseline.map((layer) => [layer.name, layer]));
  const after = new Map(candidate.map((layer) => [layer.name, layer]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .flatMap((name) => toChange(before.get(name), after.get(name)))
    .sort((a, b) => Math.abs(b.differenceMs) - Math.abs(a.differenceMs));
}

function toChange(before: Layer | undefined, after: Layer | undefined): readonly LayerChange[] {
  const layer = after ?? before;
  if (layer === undefined) return [];
  const { name, operator, unit } = layer;
  const baselineMs = before?.timeMs ?? null;
  const candidateMs = after?.timeMs ?? null;
  return [{ name, operator, unit, baselineMs, candidateMs, differenceMs: (candidateMs ?? 0) - (baselineMs ?? 0) }];
}
