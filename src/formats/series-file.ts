// The plain form that `compare` takes: a metric's history and candidate as numbers, one object or many.

import * as z from 'zod';
import type { Series } from '../decision/compare-series.ts';
import { messageOf } from '../domain/errors.ts';
import { findMetric, type Metric } from '../domain/metric.ts';
import { describeIssues } from './issues.ts';

const Values = z.array(z.number().nullable());

const SeriesObject = z.looseObject({
  metric: z.string().min(1),
  unit: z.string().optional(),
  better: z.enum(['lower', 'higher']).optional(),
  history: Values,
  candidate: Values,
});

/**
 * Reads one object, an array of objects, or JSON lines. NaN and Infinity, which some programs write, count as jobs
 * without a value. Throws an Error whose message names the object and what is wrong with it.
 */
export function decodeSeries(text: string): readonly Series[] {
  const items = parseItems(text);
  if (items.length === 0) throw new Error('it is empty');
  return items.map((item, index) => {
    const parsed = SeriesObject.safeParse(item);
    if (parsed.success) return toSeries(parsed.data);
    const place = items.length === 1 ? '' : `object ${index + 1}: `;
    throw new Error(`${place}${describeIssues(parsed.error)}`, { cause: parsed.error });
  });
}

function toSeries({ metric, unit, better, history, candidate }: z.output<typeof SeriesObject>): Series {
  const known = findMetric(metric);
  const described: Metric = {
    name: metric,
    label: known?.label ?? metric,
    unit: unit ?? known?.unit ?? '',
    direction: better ?? known?.direction ?? 'lower',
    kind: known?.kind ?? 'sampled',
    gates: true,
  };
  return { metric: described, history, candidate };
}

function parseItems(text: string): readonly unknown[] {
  try {
    const value = parseJson(text);
    return Array.isArray(value) ? value : [value];
  } catch (error) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    if (lines.length < 2) throw error;
    return lines.map((line, index) => {
      try {
        return parseJson(line);
      } catch (cause) {
        const why = messageOf(cause);
        throw new Error(`line ${index + 1} ${why}`, { cause });
      }
    });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    try {
      return JSON.parse(text.replaceAll(/([[,:\s])-?(?:NaN|Infinity)(?=\s*[\],}])/g, '$1null'));
    } catch {
      throw new Error(`is not JSON: ${messageOf(error)}`, { cause: error });
    }
  }
}
