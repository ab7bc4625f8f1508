// The service's own description (botocore's, trimmed by trim-description.py), and the check of values against it.

import { readFileSync } from 'node:fs';

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly required?: readonly string[];
  readonly member?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

interface Description {
  readonly metadata: { readonly targetPrefix: string };
  readonly operations: Readonly<
    Record<string, { readonly input: string; readonly output: string; readonly errors: readonly string[] }>
  >;
  readonly shapes: Readonly<Record<string, Shape>>;
}

export const DESCRIPTION: Description = JSON.parse(readFileSync(new URL('description.json', import.meta.url), 'utf8'));

/** What is wrong with a value, as the description sees it; undefined where nothing is. */
export function findMismatch(shapeName: string, value: unknown, path = shapeName): string | undefined {
  const shape = DESCRIPTION.shapes[shapeName];
  if (shape === undefined) return `${path}: no such shape`;
  switch (shape.type) {
    case 'structure':
      return findInStructure(shape, value, path);
    case 'list':
      return findInList(shape, value, path);
    case 'map':
      return findInMap(shape, value, path);
    case 'string':
      return findInString(shape, value, path);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `${path}: ${JSON.stringify(value)} is no boolean`;
    default:
      return typeof value === 'number' ? undefined : `${path}: ${JSON.stringify(value)} is no ${shape.type}`;
  }
}

function findInStructure({ members = {}, required = [] }: Shape, value: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${path}: no object`;
  const missing = required.find((name) => !(name in value));
  if (missing !== undefined) return `${path}.${missing}: missing`;
  for (const [name, item] of Object.entries(value)) {
    const member = members[name];
    if (member === undefined) return `${path}.${name}: no such member`;
    const found = findMismatch(member.shape, item, `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInList({ member, min = 0, max = Number.POSITIVE_INFINITY }: Shape, value: unknown, path: string) {
  if (!Array.isArray(value)) return `${path}: no list`;
  if (value.length < min || value.length > max) return `${path}: ${value.length} items`;
  for (const [index, item] of value.entries()) {
    const found = findMismatch(member?.shape ?? '', item, `${path}[${index}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInMap({ value: item }: Shape, value: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null) return `${path}: no map`;
  for (const [name, one] of Object.entries(value)) {
    const found = findMismatch(item?.shape ?? '', one, `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInString(
  { enum: values, min = 0, max = Number.POSITIVE_INFINITY, pattern }: Shape,
  value: unknown,
  path: string,
) {
  if (typeof value !== 'string') return `${path}: ${JSON.stringify(value)} is no text`;
  if (values !== undefined && !values.includes(value))
    return `${path}: ${JSON.stringify(value)} is none of ${values.join(', ')}`;
  if (value.length < min || value.length > max) return `${path}: ${value.length} characters`;
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 's').test(value))
    return `${path}: ${JSON.stringify(value)} does not fit ${pattern}`;
  return undefined;
}
