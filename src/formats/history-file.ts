// The file `latency-gate/history@1`: all that a site remembers, in tables and rows, so that years of records stay small.

import * as z from 'zod';
import type { History, HistorySubject, PastRun } from '../domain/history.ts';
import { parseBoundedJson } from './bounded-json.ts';
import { describeIssues } from './issues.ts';
import { AcceptedFields, EnvironmentFields, MetricRow } from './run-record.ts';

const HISTORY_SCHEMA = 'latency-gate/history@1';

const Place = z.int().nonnegative();

/** What only few runs have. */
const Extras = z.object({
  released: z.literal(true).optional(),
  workload: z.string().max(200).optional(),
  shifts: z.array(z.tuple([z.string(), z.number()])).optional(),
  accepted: z.array(AcceptedFields).optional(),
});

/** Milliseconds since 1970, places in commits, bytes and environments (−1: no commit), levels, extras. */
const Row = z.tuple([
  z.int().nonnegative(),
  z.int().min(-1),
  Place,
  Place,
  /** Metric, level, jobs; again and again. */
  z.array(z.number()),
  Extras.optional(),
]);

/** What a history file holds. */
export const HistoryFile = z.looseObject({
  schema: z.literal(HISTORY_SCHEMA),
  metrics: z.array(MetricRow),
  environments: z.array(EnvironmentFields),
  commits: z.array(z.string().regex(/^[0-9a-zA-Z]{1,64}$/)),
  /** The first digits of models' sha256. */
  bytes: z.array(z.string().regex(/^[0-9a-f]{0,64}$/)),
  subjects: z.array(
    z.looseObject({ bundle: z.string(), model: z.string(), device: z.string().min(1), runs: z.array(Row) }),
  ),
  releases: z
    .array(z.object({ tag: z.string(), at: z.iso.datetime(), url: z.string().regex(/^(https?:\/\/\S*)?$/) }))
    .default([]),
});

/** The history's text: one run a line, so that versions of it can be compared. */
export function encodeHistory({ metrics, environments, subjects, releases }: History): string {
  const commits = new Table();
  const bytes = new Table();
  const encoded = subjects.map(({ bundle, model, device, runs }) => {
    const rows = runs.map((run) => JSON.stringify(toRow(run, commits, bytes)));
    const head = JSON.stringify({ bundle, model, device }).slice(0, -1);
    return `${head},"runs":[\n${rows.join(',\n')}\n]}`;
  });
  const tables = { schema: HISTORY_SCHEMA, metrics, environments, releases };
  const head = JSON.stringify({ ...tables, commits: commits.items, bytes: bytes.items }).slice(0, -1);
  return `${head},"subjects":[\n${encoded.join(',\n')}\n]}\n`;
}

/** Each text once, by its place. */
class Table {
  readonly items: string[] = [];
  readonly #places = new Map<string, number>();

  placeOf(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.#places.set(text, this.items.length);
    return this.items.push(text) - 1;
  }
}

function toRow(run: PastRun, commits: Table, bytes: Table): z.input<typeof Row> {
  const { at, commit, environment, levels, workload, released, shifts, accepted } = run;
  const extras = {
    ...(released ? { released } : {}),
    ...(workload === '' ? {} : { workload }),
    ...(shifts.length === 0 ? {} : { shifts: shifts.map(({ metric, logRatio }) => [metric, round(logRatio)]) }),
    ...(accepted.length === 0 ? {} : { accepted }),
  } as z.input<typeof Extras>;
  const place = commit === null ? -1 : commits.placeOf(commit);
  const numbers = levels.flatMap(({ metric, level, jobs }) => [metric, round(level), jobs]);
  const row = [Date.parse(at), place, bytes.placeOf(run.bytes), environment, numbers] as const;
  return Object.keys(extras).length === 0 ? [...row] : [...row, extras];
}

/** More digits than any measurement has. */
const DIGITS = 6;

function round(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/** Throws an Error whose message says what is wrong with the text. */
export function decodeHistory(text: string): History {
  const parsed = HistoryFile.safeParse(parseBoundedJson(text));
  if (!parsed.success) throw new Error(`it is no ${HISTORY_SCHEMA}: ${describeIssues(parsed.error)}`);
  const { metrics, environments, releases, subjects } = parsed.data;
  return { metrics, environments, releases, subjects: subjects.map((subject) => toSubject(subject, parsed.data)) };
}

type Decoded = z.output<typeof HistoryFile>;

function toSubject({ bundle, model, device, runs }: Decoded['subjects'][number], file: Decoded): HistorySubject {
  return { bundle, model, device, runs: runs.map((row) => fromRow(row, file)) };
}

function fromRow([at, commit, bytes, environment, numbers, extras = {}]: z.output<typeof Row>, file: Decoded) {
  const { released = false, workload = '', shifts = [], accepted = [] } = extras;
  if (file.environments[environment] === undefined) throw new Error(`a run names the environment ${environment}`);
  return {
    at: new Date(at).toISOString(),
    commit: file.commits[commit] ?? null,
    bytes: file.bytes[bytes] ?? '',
    environment,
    workload,
    released,
    levels: toLevels(numbers, file),
    shifts: shifts.map(([metric, logRatio]) => ({ metric, logRatio })),
    accepted,
  };
}

function toLevels(numbers: readonly number[], { metrics }: Decoded): PastRun['levels'] {
  const levels: PastRun['levels'][number][] = [];
  for (let place = 0; place + 2 < numbers.length; place += 3) {
    const [metric = -1, level = 0, jobs = 0] = numbers.slice(place, place + 3);
    if (metrics[metric] === undefined) throw new Error(`a run names the metric ${metric}`);
    levels.push({ metric, level, jobs });
  }
  return levels;
}
