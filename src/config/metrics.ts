// `metrics` of the config file: rows that are added to the built-in metrics, or change how one of them is shown.

import * as z from 'zod';
import { findMetric, isPlain, METRIC_NAME, METRICS, type Metric, namesOf } from '../domain/metric.ts';
import { type Place, refuse } from './place.ts';

const PLAIN = 'must be plain words: letters, digits, spaces and % ° , + ( ) / -';

const MetricEntry = z.strictObject({
  label: z.string().min(1).refine(isPlain, PLAIN).optional().describe('How reports name it; by default its name.'),
  unit: z
    .string()
    .refine(isPlain, PLAIN)
    .optional()
    .describe('ms, MB, tokens/s, %, dB or any other; values in units that convert are converted. None for a count.'),
  better: z.enum(['lower', 'higher']).optional().describe('Which way is better. Needed for a new metric.'),
  kind: z
    .enum(['sampled', 'exact'])
    .optional()
    .describe('sampled: differs from job to job (the default). exact: follows from the model, needs no statistics.'),
  gates: z.boolean().optional().describe('Whether a regression of it can fail the gate; true for a new metric.'),
});

export const MetricEntries = z.record(
  z.string().regex(METRIC_NAME, 'must be a name such as tokens_per_second'),
  MetricEntry,
);

/** Throws a GateError that names the place in the file; `placeOf` is where a key of an entry stands. */
export function toMetrics(
  entries: z.output<typeof MetricEntries>,
  placeOf: (name: string, key: string) => Place,
): readonly Metric[] {
  return Object.entries(entries).map(([name, entry]) => toMetric(name, entry, (key) => placeOf(name, key)));
}

function toMetric(name: string, entry: z.output<typeof MetricEntry>, placeOf: (key: string) => Place): Metric {
  const { label, unit, better, kind, gates } = entry;
  const known = findMetric(name);
  if (known !== undefined) {
    // Values and records of it exist already: what they mean does not change.
    refuseChange(placeOf('unit'), unit, known.unit);
    refuseChange(placeOf('better'), better, known.direction);
    return { ...known, label: label ?? known.label, kind: kind ?? known.kind, gates: gates ?? known.gates };
  }
  if (better === undefined) {
    throw refuse(placeOf('better'), '', `lower or higher; only the built-in metrics need none: ${namesOf(METRICS)}`);
  }
  return {
    name,
    label: label ?? name.replaceAll('_', ' '),
    unit: unit ?? '',
    direction: better,
    kind: kind ?? 'sampled',
    gates: gates ?? true,
  };
}

function refuseChange(place: Place, found: string | undefined, fixed: string): void {
  if (found === undefined || found === fixed) return;
  throw refuse(
    place,
    found,
    `${fixed === '' ? 'none' : fixed}, as the built-in metric has it; give a metric of yours another name`,
  );
}
