// The file `latency-gate/run@1`: one run, and the older runs it carries along so that one file is enough.

import * as z from 'zod';
import { isPlain, METRIC_NAME } from '../domain/metric.ts';
import type { Run } from '../domain/run.ts';
import { parseBoundedJson } from './bounded-json.ts';
import { describeIssues } from './issues.ts';
import { encodeModel, ModelFields } from './model-fields.ts';
import { withTrueLatency } from './older-latency.ts';

export const RUN_SCHEMA = 'latency-gate/run@1';

/** More pairs than any gate may measure: deciding takes longer than in proportion to them. */
const MOST_PAIRS = 1000;
/** One job a file of results. */
const MOST_JOBS = 10_000;

/** A run carries at most this many older ones. */
export const LONGEST_HISTORY = 99;

const Values = z.record(z.string(), z.number());

const Job = z.looseObject({
  values: Values,
  iterations: z
    .looseObject({ count: z.number(), minMs: z.number(), maxMs: z.number(), spread: z.number(), drift: z.number() })
    .optional(),
  session: z.string().max(200).optional(),
});

const MOST_FIELDS = 64;

/** Facts by name; names that are plain words, for they are shown as such. */
export const EnvironmentFields = z
  .record(z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'names of letters, digits, _ . -'), z.string().max(1000))
  .refine((fields) => Object.keys(fields).length <= MOST_FIELDS, `has at most ${MOST_FIELDS} fields`);

/** A metric's row; its words are plain, for reports show them as they are. */
export const MetricRow = z.object({
  name: z.string().regex(METRIC_NAME),
  label: z.string().refine(isPlain, 'must be plain words'),
  unit: z.string().refine(isPlain, 'must be plain words'),
  direction: z.enum(['lower', 'higher']),
  kind: z.enum(['exact', 'sampled']),
  gates: z.boolean(),
  statistic: z.string().refine(isPlain, 'must be plain words').optional(),
});

const WorkloadFields = z.looseObject({
  inputs: z
    .array(
      z.looseObject({
        name: z.string(),
        type: z.string(),
        dims: z.array(z.int().nonnegative()),
        digest: z.string().regex(/^[0-9a-f]+$/),
      }),
    )
    .max(1000),
});

/** A regression that was recorded all the same, and why. */
export const AcceptedFields = z.object({
  metric: z.string(),
  by: z.string().max(200).nullable(),
  url: z.string().max(2000).nullable(),
  until: z.string().max(40).nullable(),
  reason: z.string().max(2000),
});

const RunFields = z.looseObject({
  mode: z.enum(['record', 'gate', 'release']),
  model: ModelFields,
  device: z.string().min(1),
  commit: z.looseObject({
    sha: z.string().nullable(),
    branch: z.string().nullable(),
    repository: z.string().nullable(),
    pullRequest: z.number().nullable(),
  }),
  createdAt: z.iso.datetime(),
  environment: EnvironmentFields,
  workload: WorkloadFields.optional(),
  jobMs: z.number().nonnegative().optional(),
  jobs: z.array(Job).max(MOST_JOBS),
  pairs: z
    .array(
      z.looseObject({
        against: z.string(),
        baseline: Job,
        candidate: Job,
        logRatios: z.record(z.string(), z.number().nullable()),
        baselineRuntime: z.string().max(200).optional(),
      }),
    )
    .max(MOST_PAIRS)
    .default([]),
  layers: z
    .array(z.looseObject({ name: z.string(), operator: z.string(), unit: z.string(), timeMs: z.number() }))
    .default([]),
  metrics: z.array(MetricRow).optional(),
  shifts: z.array(z.looseObject({ metric: z.string(), logRatio: z.number() })).default([]),
  modelArtifact: z.string().max(200).optional(),
  accepted: z.array(AcceptedFields).max(1000).optional(),
  handle: z.string().nullable().default(null),
});

/** What a run record file holds; unknown fields are kept. */
export const RunRecord = RunFields.extend({
  schema: z.literal(RUN_SCHEMA),
  history: z.array(RunFields).max(LONGEST_HISTORY).default([]),
});

export interface DecodedRecord {
  readonly run: Run;
  /** Older runs of the same model and device, newest first. */
  readonly history: readonly Run[];
}

/** The record's text: layers are kept for the newest run only. */
export function encodeRecord(run: Run, history: readonly Run[]): string {
  const older = history.slice(0, LONGEST_HISTORY).map((past) => encodeRun({ ...past, layers: [] }));
  return `${JSON.stringify({ schema: RUN_SCHEMA, ...encodeRun(run), history: older }, null, 2)}\n`;
}

function encodeRun(run: Run) {
  return { ...run, model: encodeModel(run.model) };
}

/**
 * Throws an Error whose message says what is wrong with the text.
 * @example decodeRecord(readFileSync('run.json', 'utf8')).run.device // 'local'
 */
export function decodeRecord(text: string): DecodedRecord {
  const parsed = RunRecord.safeParse(parseBoundedJson(text));
  if (!parsed.success) throw new Error(`it is no ${RUN_SCHEMA}: ${describeIssues(parsed.error)}`);
  const { schema: _schema, history, ...run } = parsed.data;
  return { run: withTrueLatency(run), history: history.map(withTrueLatency) };
}
