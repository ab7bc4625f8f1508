// The parts of the config file that no input can say: several models, limits for some of them, and waivers.

import { z } from 'zod';
import type { Limit } from '../domain/limit.ts';
import { findMetric, METRICS } from '../domain/metric.ts';
import type { ModelSource } from '../domain/model.ts';
import type { Rule } from '../domain/policy.ts';
import type { Waiver } from '../domain/waiver.ts';
import { type Place, refuse } from './place.ts';
import { parseLimits } from './values.ts';

const Name = z.string().min(1);
const MetricName = z.enum(METRICS.map(({ name }) => name));
const Amount = z.union([z.string(), z.number()]);

export const ModelEntry = z.strictObject({
  path: Name.describe('Path or glob of the built model, from the workspace.'),
  name: Name.optional().describe('The name under which runs are compared; by default the path without its ending.'),
  devices: z
    .union([Name, z.array(Name).min(1)])
    .optional()
    .describe('Devices for this model; by default those of the whole gate.'),
});

export const RuleEntry = z.strictObject({
  model: Name.optional().describe('Name of the model; * stands for any characters. All where absent.'),
  device: Name.optional().describe('Name of the device; * stands for any characters. All where absent.'),
  metric: MetricName.optional().describe('Name of the metric; all where absent.'),
  maxRegression: Amount.optional().describe('How much worse it may get: 3%, 0.5 ms.'),
  minChange: Amount.optional().describe('Smaller changes than this are never a regression: 1%, 0.2 ms.'),
  budget: Amount.optional().describe(
    'A level that must not be passed, in the unit of the metric: 20 ms. Needs metric.',
  ),
  gates: z.boolean().optional().describe('Whether it can fail the gate.'),
});

export const WaiverEntry = z.strictObject({
  model: Name.describe('Name of the model; * stands for any characters.'),
  device: Name.describe('Name of the device; * stands for any characters.'),
  metric: MetricName,
  ceiling: Amount.describe('How much worse than the baseline is accepted (20%), or the level that is (25 ms).'),
  until: z
    .string()
    .refine(isDay, 'must be a day such as 2026-12-31')
    .describe('The last day on which it holds, such as 2026-12-31.'),
  reason: z.string().trim().min(1).describe('Why this is accepted; the comment shows it.'),
});

export function toSource({ path, name, devices }: z.output<typeof ModelEntry>): ModelSource {
  return { path, name, devices: typeof devices === 'string' ? [devices] : devices };
}

/** Where a key of one entry stands in the file. */
export type KeyPlaces = (key: string) => Place;

/** Throws a GateError that names the place in the file. */
export function toRule(entry: z.output<typeof RuleEntry>, places: KeyPlaces): Rule {
  const { model, device, metric, gates } = entry;
  const limit = (key: 'maxRegression' | 'minChange') => toLimit(entry[key], metric, places(key));
  return {
    model,
    device,
    metric,
    gates,
    maxRegression: limit('maxRegression'),
    minChange: limit('minChange'),
    budget: toBudget(entry, places('budget')),
  };
}

/** Throws a GateError that names the place in the file. */
export function toWaiver(entry: z.output<typeof WaiverEntry>, places: KeyPlaces): Waiver {
  const ceiling = toLimit(entry.ceiling, entry.metric, places('ceiling'));
  if (ceiling === undefined) throw refuse(places('ceiling'), '', 'a limit such as 20%');
  return { ...entry, ceiling };
}

function toBudget({ budget, metric }: z.output<typeof RuleEntry>, place: Place): number | undefined {
  if (budget === undefined) return undefined;
  if (metric === undefined) throw refuse(place, String(budget), 'a budget of one metric; add metric');
  // None at all is a budget of its own, and needs no unit.
  if (Number(budget) === 0) return 0;
  const limit = toLimit(budget, metric, place);
  if (limit?.unit === '%') {
    throw refuse(place, String(budget), `a level in the unit of ${metric}, not a percentage`);
  }
  return limit?.value;
}

/** A limit as inputs write it; a bare number is a count, or 0. */
function toLimit(text: string | number | undefined, metric: string | undefined, place: Place): Limit | undefined {
  if (text === undefined) return undefined;
  const written = metric === undefined || findMetric(metric) === undefined ? String(text) : `${metric}: ${text}`;
  const [limit, ...more] = parseLimits(written, place);
  if (limit === undefined || more.length > 0) throw refuse(place, String(text), 'one limit such as 5% or 0.5 ms');
  return { unit: limit.unit, value: limit.value };
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
