// The tool comparison_history: the recorded levels behind a comparison, oldest first.

import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import * as z from 'zod';
import { createLocalTracker } from '../../adapters/local/index.ts';
import type { ReadingTool } from '../../adapters/mcp/serve.ts';
import type { RunnerEnvironment } from '../../adapters/runner/environment.ts';
import { jobsOf, type Run, shortSha } from '../../domain/run.ts';
import { levelOf } from '../../domain/statistics.ts';
import { wireFolderStore } from '../../wiring/tools.ts';
import { readReport } from './read-inside.ts';
import { type Selected, Selection, select } from './select.ts';

const Input = z.strictObject({ ...Selection, metric: Selection.metric.default('latency') });

interface Point {
  readonly commit: string | null;
  readonly at: string;
  readonly level: number;
  /** Whether a change of level landed with it. */
  readonly shifted: boolean;
}

export function comparisonHistory(environment: RunnerEnvironment): ReadingTool {
  return {
    name: 'comparison_history',
    title: 'History of a comparison',
    description:
      'The recorded runs of a model on a device in one metric, oldest first, with the changes of level that landed and the band of the noise: to see since when something is slow. From the records in .latency-gate/, else from the report.',
    input: Input,
    async answer(given) {
      const { report: path, ...wanted } = Input.parse(given);
      const report = await readReport(path, environment);
      const found = select(report, wanted);
      const histories = await Promise.all(found.map((one) => toHistory(one, environment)));
      return {
        text: histories.map(({ words }) => words).join('\n'),
        data: { histories: histories.map(({ data }) => data) },
      };
    },
  };
}

async function toHistory({ subject, comparison }: Selected, environment: RunnerEnvironment) {
  const { model, device } = subject;
  const { name, unit, label } = comparison.metric;
  const trace = subject.traces.find(({ metric }) => metric === name);
  const recorded = await readRecorded(model.name, device, name, environment);
  const told = trace?.trend ?? [];
  const points = recorded.length >= told.length ? recorded : told;
  const last = points.at(-1);
  const since = points.findLast(({ shifted }) => shifted);
  const words = [
    `${label} of ${model.name} on ${device}: ${points.length} recorded runs`,
    ...(last === undefined ? [] : [`the last at ${round(last.level)} ${unit}`]),
    ...(since === undefined
      ? []
      : [`at this level since ${since.commit === null ? since.at : shortSha(since.commit)}`]),
    ...(comparison.candidate === null ? [] : [`the candidate at ${round(comparison.candidate)} ${unit}`]),
  ];
  const band = trace?.band ?? null;
  const candidate = { level: comparison.candidate, jobs: trace?.candidate ?? [] };
  return {
    words: `${words.join(', ')}.`,
    data: { model: model.name, device, metric: name, unit, points, band, candidate },
  };
}

/** Whatever lies in the folder; reading it is no measurement. */
async function readRecorded(
  modelName: string,
  device: string,
  metric: string,
  environment: RunnerEnvironment,
): Promise<readonly Point[]> {
  // One a question: several may be answered at once, and a client may end the server at any time.
  const temporaryFolder = `${environment.temporaryFolder}-${randomUUID()}`;
  const tracker = createLocalTracker({ store: wireFolderStore(environment), key: '', temporaryFolder });
  try {
    const { runs } = await tracker.history({ modelName, device, ancestry: null });
    return runs.flatMap(({ run }) => toPoint(run, metric)).reverse();
  } finally {
    await rm(temporaryFolder, { recursive: true, force: true });
  }
}

function toPoint(run: Run, metric: string): readonly Point[] {
  const level = levelOf(jobsOf(run).flatMap(({ values }) => values[metric] ?? []));
  const shifted = run.shifts.some((shift) => shift.metric === metric);
  return level === null ? [] : [{ commit: run.commit.sha, at: run.createdAt, level, shifted }];
}

function round(value: number): string {
  return String(Number(value.toPrecision(4)));
}
