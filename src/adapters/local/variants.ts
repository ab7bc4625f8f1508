// A list of sizes for a dimension makes one model several subjects: `dims: {batch: [1, 8, 32]}`.

import type { Model } from '../../domain/model.ts';

type Options = Readonly<Record<string, unknown>>;

/** One model for every combination of the sizes, named after them; the model itself where there is no list. */
export function expandSizes(model: Model, general: Options): readonly Model[] {
  const dims = { ...toRecord(general['dims']), ...toRecord(model.options?.['dims']) };
  const lists = Object.entries(dims).filter((entry): entry is [string, number[]] => Array.isArray(entry[1]));
  return lists.reduce<readonly Model[]>(
    (models, [dim, sizes]) => models.flatMap((one) => sizes.map((size) => withSize(one, dims, dim, size))),
    [model],
  );
}

function withSize(model: Model, dims: Options, dim: string, size: number): Model {
  const fixed = { ...dims, ...toRecord(model.options?.['dims']), [dim]: size };
  return { ...model, name: `${model.name} · ${dim} ${size}`, options: { ...model.options, dims: fixed } };
}

function toRecord(value: unknown): Options {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
