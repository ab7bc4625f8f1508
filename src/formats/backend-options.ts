// Checks the input `options` against one backend's own schema.

import type * as z from 'zod';
import { GateError } from '../domain/errors.ts';
import { describeIssues } from './issues.ts';

/** What the user wrote under `options`, checked; a GateError says which key is wrong and which are allowed. */
export function parseBackendOptions<S extends z.ZodObject>(backend: string, schema: S, written: unknown): z.output<S> {
  const parsed = schema.safeParse(written);
  if (parsed.success) return parsed.data;
  const allowed = Object.keys(schema.shape).join(', ');
  throw new GateError(
    'invalid-input',
    `options of the backend ${backend}: ${describeIssues(parsed.error)}.`,
    `Allowed keys: ${allowed}.`,
    parsed.error,
  );
}
