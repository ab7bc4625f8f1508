// The parts of the config file that no input can say: several models, limits for some of them, and waivers.

import * as z from 'zod';
import type { Limit } from '../domain/limit.ts';
import { METRIC_NAME, METRICS, type Metric } from '../domain/metric.ts';
import type { ModelSource } from '../domain/model.ts';
import type { Rule } from '../domain/policy.ts';
import { setsNothing } from '../domain/unmatched.ts';
import type { Waiver } from '../domain/waiver.ts';
import { type Budget, nameMetric, parseLimits, toLevel } from './limits.ts';
import { describePlace, type Place, refuse } from './place.ts';

const Name = z.string().min(1);
// The built-in names are listed for editors; one that is declared under metrics is as good.
const MetricName = z
  .string()
  .regex(METRIC_NAME, 'must be a name such as tokens_per_second')
  .meta({ anyOf: [{ enum: METRICS.map(({ name }) => name) }, {}] });
const Amount = z.union([z.string(), z.number()]);

export const ModelEntry = z.strictObject({
  path: Name.describe('Path or glob of the built model, from the workspace.'),
  name: Name.optional().describe('The name under which runs are compared; by default the path without its ending.'),
  devices: z
    .union([Name, z.array(Name).min(1)])
    .optional()
    .describe('Devices for this model; by default those of the whole gate.'),
  options: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("The backend's options for this model alone; they win over those of the whole gate."),
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
  fleet: Amount.optional().describe(
    'How much worse all devices of a model may get together: 2%. Three or more must measure it; not beside device.',
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

export function toSource({ path, name, devices, options }: z.output<typeof ModelEntry>): ModelSource {
  const own = options === undefined ? {} : { options };
  return { path, name, devices: typeof devices === 'string' ? [devices] : devices, ...own };
}

/** Where a key of one entry stands in the file. */
export type KeyPlaces = (key: string) => Place;

/** Throws a GateError that names the place in the file. */
export function toRule(entry: z.output<typeof RuleEntry>, places: KeyPlaces, metrics: readonly Metric[]): Rule {
  const { model, device, metric, gates } = entry;
  if (metric !== undefined) nameMetric(metric, places('metric'), metrics);
  const limit = (key: 'maxRegression' | 'minChange') => toLimit(entry[key], metric, places(key), metrics);
  const rule = {
    place: describePlace(places('')),
    model,
    device,
    metric,
    gates,
    maxRegression: limit('maxRegression'),
    minChange: limit('minChange'),
    budget: toBudget(entry, places('budget'), metrics),
    fleet: toFleet(entry, places('fleet'), metrics),
  };
  if (setsNothing(rule))
    throw refuse(
      places(''),
      Object.keys(entry).join(', '),
      'one with maxRegression, minChange, budget, fleet or gates',
    );
  return rule;
}

/** Throws a GateError that names the place in the file. */
export function toWaiver(entry: z.output<typeof WaiverEntry>, places: KeyPlaces, metrics: readonly Metric[]): Waiver {
  nameMetric(entry.metric, places('metric'), metrics);
  const ceiling = toLimit(entry.ceiling, entry.metric, places('ceiling'), metrics);
  if (ceiling === undefined) throw refuse(places('ceiling'), '', 'a limit such as 20%');
  return { ...entry, ceiling, place: describePlace(places('')) };
}

/** The input `budget` as rules. */
export function toBudgetRules(budgets: readonly Budget[]): readonly Rule[] {
  const nothing = { model: undefined, gates: undefined, maxRegression: undefined, minChange: undefined };
  return budgets.map(({ metric, device, level, strict }) => ({
    ...nothing,
    place: `budget: ${metric}`,
    metric,
    device,
    budget: level,
    strict,
  }));
}

function toBudget(
  { budget, metric: name }: z.output<typeof RuleEntry>,
  place: Place,
  metrics: readonly Metric[],
): number | undefined {
  if (budget === undefined) return undefined;
  if (name === undefined) throw refuse(place, String(budget), 'a budget of one metric; add metric');
  // None at all is a budget of its own, and needs no unit.
  if (Number(budget) === 0) return 0;
  const metric = nameMetric(name, place, metrics);
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([^\s\d]\S*)?$/.exec(String(budget).trim()) ?? [];
  if (digits === undefined) throw refuse(place, String(budget), 'a level such as 20 ms');
  if (unit === '%' && metric.unit !== '%') {
    throw refuse(place, String(budget), `a level in the unit of ${name}, not a percentage`);
  }
  return toLevel(Number(digits), unit, metric, String(budget), place);
}

function toFleet(
  { fleet, device, metric }: z.output<typeof RuleEntry>,
  place: Place,
  metrics: readonly Metric[],
): Limit | undefined {
  if (fleet === undefined) return undefined;
  if (device !== undefined) throw refuse(place, String(fleet), 'a limit of all devices together; leave device out');
  const limit = toLimit(fleet, metric, place, metrics);
  if (limit?.unit !== '%') throw refuse(place, String(fleet), 'a share such as 2%: devices differ in their levels');
  return limit;
}

/** A limit as inputs write it; a bare number is a count, or 0. */
function toLimit(
  text: string | number | undefined,
  metric: string | undefined,
  place: Place,
  metrics: readonly Metric[],
): Limit | undefined {
  if (text === undefined) return undefined;
  const written = metric === undefined ? String(text) : `${metric}: ${text}`;
  const [limit, ...more] = parseLimits(written, place, metrics);
  if (limit === undefined || more.length > 0) throw refuse(place, String(text), 'one limit such as 5% or 0.5 ms');
  return { unit: limit.unit, value: limit.value };
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
