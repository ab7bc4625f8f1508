// Checks `options` against one backend's own schema, and tells each mistake where it was written: in the config file
// with line and column, or in the input.

import type * as z from 'zod';
import { GateError } from '../domain/errors.ts';
import { didYouMean } from '../domain/nearest.ts';
import { keysAt, wordIssue } from './file-issues.ts';
import { describePlace, type FilePlace } from './place.ts';

/** Options as they were written, and where. */
export interface WrittenOptions {
  readonly written: Readonly<Record<string, unknown>>;
  /** By path with dots, from the top of the file: `options.dims.batch`. */
  readonly places: Readonly<Record<string, FilePlace>>;
  /** The path of these options in the file: `options`, `models.0.options`. */
  readonly at: string;
}

/** Throws a GateError that names place and key of everything that the backend does not take. */
export function checkOptions(backend: string, schema: z.ZodObject, { written, places, at }: WrittenOptions): void {
  const parsed = schema.safeParse(written, { reportInput: true });
  if (parsed.success) return;
  const lines = parsed.error.issues.slice(0, MOST_TOLD).flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [`${locate(path, places, at)}: ${wordIssue(issue)}`];
    const known = keysAt(
      schema,
      issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
    );
    return issue.keys.map((key) => {
      const where = locate([...path, key], places, at);
      return `${where}: the backend ${backend} has no option "${key}".${didYouMean(key, known)}`;
    });
  });
  const advice = `Options of the backend ${backend}: ${Object.keys(schema.shape).join(', ')}.`;
  throw new GateError('invalid-input', lines.join('\n'), advice, parsed.error);
}

const MOST_TOLD = 10;

/** The place in the file of the path, or of what holds it; the input's name where no file says it. */
function locate(path: readonly string[], places: WrittenOptions['places'], at: string): string {
  const key = ['options', ...path].join('.');
  if (path[0] === undefined || places[`${at}.${path[0]}`] === undefined) return key;
  for (let depth = path.length; depth > 0; depth -= 1) {
    const place = places[[at, ...path.slice(0, depth)].join('.')];
    if (place !== undefined)
      return describePlace({ ...place, key: `${at.replace(/\.(\d+)/, '[$1]')}.${path.join('.')}` });
  }
  return key;
}
