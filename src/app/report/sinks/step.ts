// What the workflow run itself shows: the job summary, annotations, the step's outputs.

import { isRegression, type Verdict } from '../../../domain/comparison.ts';
import { allComparisons, type Report } from '../../../domain/report.ts';
import type { StepOutput } from '../../../ports/machine.ts';
import type { Sink } from '../../../ports/sink.ts';
import { renderBody } from '../../../rendering/body.ts';
import { renderAnnotations } from '../../../rendering/check.ts';

/** A step's summary over 1 MiB is lost; characters may take four bytes. */
const LONGEST_SUMMARY = 250_000;
const NOTHING = { findings: [], outputs: {} } as const;

export function createSummarySink(step: StepOutput): Sink {
  return {
    name: 'job summary',
    async publish(report) {
      await step.appendSummary(renderBody(report, LONGEST_SUMMARY));
      return NOTHING;
    },
  };
}

export function createAnnotationSink(step: StepOutput): Sink {
  return {
    name: 'annotations',
    async publish(report) {
      for (const annotation of renderAnnotations(report)) step.annotate(annotation);
      return NOTHING;
    },
  };
}

/** Comes last: it hands on what the sinks before it put out. */
export function createOutputSink(step: StepOutput): Sink {
  return {
    name: 'outputs',
    async publish(report, outputs) {
      for (const [name, value] of Object.entries({ ...toOutputs(report), ...outputs })) step.setOutput(name, value);
      return NOTHING;
    },
  };
}

function toOutputs(report: Report): Readonly<Record<string, string>> {
  const baseline = report.subjects.find((subject) => subject.baseline !== null)?.baseline;
  return {
    outcome: report.outcome,
    regressions: String(allComparisons(report).filter(({ comparison }) => isRegression(comparison)).length),
    improvements: String(count(report, 'improved')),
    'run-ids': report.runIds.join(','),
    'run-url': report.trackedRunUrl ?? '',
    'baseline-sha': baseline?.commit.sha ?? '',
    'baseline-distance': baseline?.distance === null || baseline === undefined ? '' : String(baseline?.distance),
  };
}

function count(report: Report, verdict: Verdict): number {
  return allComparisons(report).filter(({ comparison }) => comparison.metric.gates && comparison.verdict === verdict)
    .length;
}
