// The file `latency-gate/report@1`: a report as machines read it, and as the last job of a workflow reads its others.

import * as z from 'zod';
import { type Finding, isFinding } from '../domain/finding.ts';
import { findMetric } from '../domain/metric.ts';
import { allComparisons, type Report } from '../domain/report.ts';
import { parseBoundedJson } from './bounded-json.ts';
import { describeIssues } from './issues.ts';
import { encodeModel, ModelFields } from './model-fields.ts';
import { EnvironmentFields, MetricRow } from './run-record.ts';

export const REPORT_SCHEMA = 'latency-gate/report@1';

/** The report as plain JSON, with every finding in words (`describe`) and the counts that most readers want first. */
export function encodeReport(report: Report, describe: (finding: Finding) => string): string {
  const verdicts = allComparisons(report).map(({ comparison }) => comparison.verdict);
  const count = (verdict: string) => verdicts.filter((found) => found === verdict).length;
  const findings = report.findings.map((finding) => ({ ...finding, text: describe(finding) }));
  const counts = {
    regressed: count('regressed'),
    improved: count('improved'),
    unchanged: count('unchanged'),
    inconclusive: count('inconclusive'),
  };
  const subjects = report.subjects.map(encodeSubject);
  return `${JSON.stringify({ schema: REPORT_SCHEMA, counts, ...report, subjects, findings }, null, 2)}\n`;
}

function encodeSubject(subject: Report['subjects'][number]) {
  const { model, baseline } = subject;
  return {
    ...subject,
    model: encodeModel(model),
    baseline: baseline === null ? null : { ...baseline, model: encodeModel(baseline.model) },
  };
}

const Limit = z.object({ metric: z.string().optional(), unit: z.string(), value: z.number() });

const Comparison = z.object({
  // Of a built-in metric everything but whether it gates and its statistic follows from its name.
  metric: MetricRow.transform((row) => ({ ...row, ...findMetric(row.name), gates: row.gates })),
  verdict: z.enum(['regressed', 'improved', 'unchanged', 'inconclusive']),
  reason: z.enum([
    'confirmed',
    'exact',
    'over-budget',
    'within-limits',
    'within-noise',
    'identical-model',
    'not-settled',
    'no-baseline',
    'baseline-too-young',
    'environment-differs',
    'statistic-differs',
    'not-measured',
    'job-failed',
    'workload-differs',
  ]),
  explanation: z.string(),
  baseline: z.number().nullable(),
  candidate: z.number().nullable(),
  change: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  noise: z.number().nullable(),
  jobs: z.object({ baseline: z.number(), candidate: z.number() }),
  paired: z.boolean(),
  // Absent in reports that version 0.1 wrote.
  limit: z.number().nullable().default(null),
  rulesOutAbove: z.number().nullable().default(null),
  shown: z.boolean().default(false),
  smallestDetectable: z.number().nullable(),
  wants: z.number(),
  budget: z.number().nullable(),
  overBudget: z.boolean().default(false),
  moved: z.boolean().default(false),
  waived: z
    .object({
      model: z.string().optional(),
      device: z.string().optional(),
      metric: z.string().optional(),
      ceiling: Limit,
      until: z.string(),
      reason: z.string(),
    })
    .nullable(),
  accepted: z
    .object({ by: z.string(), url: z.string(), ceiling: Limit.nullable(), reason: z.string() })
    .nullable()
    .default(null),
});

const Commit = z.object({
  sha: z.string().nullable(),
  branch: z.string().nullable(),
  repository: z.string().nullable(),
  pullRequest: z.number().nullable(),
});

const Subject = z.object({
  model: ModelFields,
  device: z.string(),
  pools: z.number().optional(),
  baseline: z
    .object({
      id: z.string(),
      model: ModelFields,
      commit: Commit,
      createdAt: z.string().nullable(),
      distance: z.number().nullable(),
      runs: z.number(),
      environment: EnvironmentFields.default({}),
    })
    .nullable(),
  comparisons: z.array(Comparison),
  layers: z.array(
    z.object({
      name: z.string(),
      operator: z.string(),
      unit: z.string(),
      baselineMs: z.number().nullable(),
      candidateMs: z.number().nullable(),
      differenceMs: z.number(),
    }),
  ),
  traces: z
    .array(
      z.object({
        metric: z.string(),
        baseline: z.array(z.number()),
        candidate: z.array(z.number()),
        trend: z.array(
          z.object({ commit: z.string().nullable(), at: z.string(), level: z.number(), shifted: z.boolean() }),
        ),
        band: z.tuple([z.number(), z.number()]).nullable(),
      }),
    )
    .default([]),
  environment: EnvironmentFields,
  steps: z.array(z.string()),
});

const Fleet = z.object({
  model: z.string(),
  metric: z.string(),
  devices: z.number(),
  change: z.number(),
  interval: z.tuple([z.number(), z.number()]),
  heterogeneity: z.number(),
});

const Findings = z
  .array(z.object({ code: z.string(), facts: z.record(z.string(), z.string()) }))
  // Another version's findings have words that this one does not know.
  .transform((findings) => findings.filter(isFinding));

/** What report.json holds, as far as readers depend on it. */
export const ReportFile = z.object({
  schema: z.literal(REPORT_SCHEMA),
  outcome: z.enum(['pass', 'fail', 'inconclusive', 'skipped', 'cancelled', 'error']),
  mode: z.enum(['gate', 'record', 'release']),
  commit: Commit,
  createdAt: z.string(),
  subjects: z.array(Subject),
  fleet: z.array(Fleet).default([]),
  findings: Findings,
  policy: z.object({ maxRegression: z.array(Limit), minChange: z.array(Limit) }),
  error: z.object({ code: z.string(), message: z.string(), advice: z.string() }).nullable(),
  runIds: z.array(z.string()),
  trackedRunUrl: z.string().optional(),
  runUrl: z.string().nullable().default(null),
  pageUrl: z.string().nullable().default(null),
  key: z.string(),
  forgeable: z.boolean().default(false),
  effects: z.object({ exitCode: z.number() }).default({ exitCode: 0 }),
});

/** What one job of a workflow reported; without what its own check said. */
export type PartialReport = Omit<Report, 'effects' | 'release' | 'error'> & {
  readonly error: string | null;
  /** With which the job ended. */
  readonly exitCode: number;
};

/**
 * Throws an Error whose message says what is wrong with the text.
 * @example decodeReport(readFileSync('report.json', 'utf8')).outcome // 'pass'
 */
export function decodeReport(text: string): PartialReport {
  const parsed = ReportFile.safeParse(parseBoundedJson(text));
  if (!parsed.success) throw new Error(`it is no ${REPORT_SCHEMA}: ${describeIssues(parsed.error)}`);
  const { schema: _schema, error, effects, ...report } = parsed.data;
  return { ...report, error: error?.message ?? null, exitCode: effects.exitCode };
}
