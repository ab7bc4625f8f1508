// Devices by what they are: `os >= 14 and manufacturer = Google and form-factor = phone`.

import { GateError } from '../../domain/errors.ts';
import { didYouMean } from '../../domain/nearest.ts';
import type { FarmDevice } from './schema.ts';

const OPERATORS = ['>=', '<=', '!=', '=', '>', '<', 'contains'] as const;
type Operator = (typeof OPERATORS)[number];

interface Condition {
  readonly attribute: Attribute;
  readonly operator: Operator;
  readonly value: string;
}

/** What each attribute is of a device; several values where it has several. */
const ATTRIBUTES = {
  os: ({ os }: FarmDevice) => [os],
  manufacturer: ({ manufacturer }: FarmDevice) => [manufacturer],
  model: ({ name, model }: FarmDevice) => [name, model],
  'form-factor': ({ formFactor }: FarmDevice) => [formFactor],
  platform: ({ platform }: FarmDevice) => [platform],
  fleet: ({ fleetType }: FarmDevice) => [fleetType],
  availability: ({ availability }: FarmDevice) => [availability],
  label: ({ instances }: FarmDevice) => instances,
} as const;
type Attribute = keyof typeof ATTRIBUTES;

const NAMES = Object.keys(ATTRIBUTES);
const PART = /^([a-z][a-z -]*?)\s*(>=|<=|!=|=|>|<|\scontains\s)\s*(.+)$/i;

/** Whether a line of `devices` speaks of attributes, not of one device. */
export function isSelection(line: string): boolean {
  const [, name = '', operator] = PART.exec(line.trim()) ?? [];
  return operator !== undefined && (operator.trim() !== 'contains' || isAttribute(name));
}

/** Which devices a line means. Throws a GateError that names the part which is wrong. */
export function parseSelection(line: string): (device: FarmDevice) => boolean {
  const conditions = line.split(/\s+and\s+/i).map((part) => parseCondition(part.trim(), line));
  return (device) => conditions.every((condition) => holds(condition, device));
}

function parseCondition(part: string, line: string): Condition {
  const [, written = '', sign = '', value = ''] = PART.exec(part) ?? [];
  const name = normalise(written);
  const operator = OPERATORS.find((one) => one === sign.trim().toLowerCase());
  if (!isAttribute(name) || operator === undefined || /^[<>=!]/.test(value)) {
    const near = written === '' ? '' : didYouMean(name, NAMES);
    throw refuse(
      line,
      `"${part}"`,
      `${NAMES.join(', ')}, each with ${OPERATORS.join(' ')} and a value, joined by "and"`,
      near,
    );
  }
  const ordered = operator.startsWith('<') || operator.startsWith('>');
  if (ordered && name !== 'os') throw refuse(line, `"${part}"`, `${operator} for os only`);
  if (ordered && !/^\d+(\.\d+)*$/.test(value.trim())) throw refuse(line, `"${part}"`, 'a version such as 14 or 14.1');
  return { attribute: name, operator, value: value.trim() };
}

function refuse(line: string, found: string, allowed: string, near = ''): GateError {
  const message = `devices: in "${line}" found ${found}; allowed: ${allowed}.${near}`;
  return new GateError(
    'invalid-input',
    message,
    'Correct the line, or name the device ("latency-gate devices" lists all).',
  );
}

function isAttribute(name: string): name is Attribute {
  return Object.hasOwn(ATTRIBUTES, normalise(name));
}

function normalise(name: string): string {
  return name.trim().toLowerCase().replaceAll(/[ _]/g, '-');
}

function holds({ attribute, operator, value }: Condition, device: FarmDevice): boolean {
  const values = ATTRIBUTES[attribute](device).map(fold);
  const wanted = fold(value);
  switch (operator) {
    case '=':
      return values.some((one) => (attribute === 'os' ? compareVersions(one, wanted) === 0 : one === wanted));
    case '!=':
      return values.every((one) => (attribute === 'os' ? compareVersions(one, wanted) !== 0 : one !== wanted));
    case 'contains':
      return values.some((one) => one.includes(wanted));
    case '>=':
      return values.some((one) => compareVersions(one, wanted) >= 0);
    case '<=':
      return values.some((one) => compareVersions(one, wanted) <= 0);
    case '>':
      return values.some((one) => compareVersions(one, wanted) > 0);
    case '<':
      return values.some((one) => compareVersions(one, wanted) < 0);
  }
}

function fold(text: string): string {
  return text.trim().toLowerCase().replaceAll('_', ' ');
}

/** 14 is 14.0; what is no version stands before all. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => (text.match(/\d+/g) ?? ['-1']).map(Number));
  for (let place = 0; place < Math.max(left?.length ?? 0, right?.length ?? 0); place += 1) {
    const difference = (left?.[place] ?? 0) - (right?.[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
