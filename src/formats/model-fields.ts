// A model as files keep it. `hosted` is written as `reference`, the name that every file since version 0.1 has for it.

import * as z from 'zod';
import type { ModelIdentity } from '../domain/model.ts';

/** The fields of a model in a record, a report or a ticket; unknown ones are kept. */
export const ModelFields = z
  .looseObject({
    name: z.string().min(1),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    sizeBytes: z.number().nonnegative(),
    format: z.string(),
    reference: z.literal(true).optional(),
  })
  .transform(({ reference, ...model }) => ({ ...model, ...(reference === true ? { hosted: reference } : {}) }));

/** The model as it is written. */
export function encodeModel<M extends ModelIdentity>({ hosted, ...model }: M) {
  return { ...model, ...(hosted === true ? { reference: hosted } : {}) };
}
