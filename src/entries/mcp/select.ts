// Which comparisons of a report a question is about. Pure.

import * as z from 'zod';
import type { Comparison } from '../../domain/comparison.ts';
import { GateError } from '../../domain/errors.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { allComparisons, type Report, type Subject } from '../../domain/report.ts';

/** What narrows a question down; all of it may be left out. */
export const Selection = {
  report: z.string().optional().describe('Path of a report.json; by default the last one in .latency-gate/report.'),
  model: z.string().optional().describe('Name of the model, as last_verdict tells it.'),
  device: z.string().optional().describe('Name of the device, as last_verdict tells it.'),
  metric: z.string().optional().describe('Name of the metric, such as latency.'),
};

export interface Selected {
  readonly subject: Subject;
  readonly comparison: Comparison;
}

interface Wanted {
  readonly model?: string | undefined;
  readonly device?: string | undefined;
  readonly metric?: string | undefined;
}

/** Those that fit. Throws a GateError with the names that there are, where nothing fits. */
export function select(report: Report, { model, device, metric }: Wanted): readonly Selected[] {
  const all = allComparisons(report);
  const found = all.filter(
    ({ subject, comparison }) =>
      (model === undefined || subject.model.name === model) &&
      (device === undefined || subject.device === device) &&
      (metric === undefined || comparison.metric.name === metric),
  );
  if (found.length > 0) return found;
  if (all.length === 0) throw new GateError('invalid-input', 'The report compares nothing.', 'Ask for last_verdict.');
  refuseUnknown('model', model, unique(all.map(({ subject }) => subject.model.name)));
  refuseUnknown('device', device, unique(all.map(({ subject }) => subject.device)));
  refuseUnknown('metric', metric, unique(all.map(({ comparison }) => comparison.metric.name)));
  throw new GateError('invalid-input', 'No comparison fits all of that.', 'Leave some of it out, or see last_verdict.');
}

function refuseUnknown(what: string, given: string | undefined, known: readonly string[]): void {
  if (given === undefined || known.includes(given)) return;
  const message = `${what}: found "${given}"; the report has ${known.join(', ')}.`;
  throw new GateError('invalid-input', message, didYouMean(given, known) || 'Give one of these names.');
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

/** Where a comparison stands and how it ended, as data. */
export function toData({ subject, comparison }: Selected): Readonly<Record<string, unknown>> {
  const { metric, verdict, reason, baseline, candidate, change, interval, jobs, limit, budget } = comparison;
  const { rulesOutAbove, shown, smallestDetectable, waived, accepted } = comparison;
  return {
    model: subject.model.name,
    device: subject.device,
    metric: metric.name,
    unit: metric.unit,
    gates: metric.gates,
    verdict,
    reason,
    baseline,
    candidate,
    change,
    interval,
    limit,
    rulesOutAbove,
    shown,
    smallestDetectable,
    jobs,
    budget,
    accepted: waived !== null || accepted !== null,
  };
}
