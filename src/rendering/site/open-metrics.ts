// The last levels as OpenMetrics text 1.0 (prometheus.io/docs/specs/om), in base units, for a scraper of the site.

import { keyOfBundle } from '../../domain/artifact-name.ts';
import type { Course, SubjectCourse } from '../../domain/course.ts';
import type { Metric } from '../../domain/metric.ts';
import { levelNow, type Site } from '../../domain/site.ts';

/** What a metric's unit is in base units, and by how much it is multiplied. */
const BASE_UNITS: Readonly<Record<string, readonly [unit: string, factor: number]>> = {
  ms: ['seconds', 1e-3],
  MB: ['bytes', 1e6],
  B: ['bytes', 1],
  'B/s': ['bytes_per_second', 1],
  '/s': ['per_second', 1],
  'tokens/s': ['tokens_per_second', 1],
  tokens: ['tokens', 1],
  mJ: ['joules', 1e-3],
  W: ['watts', 1],
  '°C': ['celsius', 1],
  '%': ['ratio', 1e-2],
  dB: ['decibels', 1],
};

interface Sample {
  readonly one: SubjectCourse;
  readonly course: Course;
}

/** One family a metric, one sample a subject; nothing carries a time, for scrapers refuse what is old. */
export function renderOpenMetrics(site: Site): string {
  const samples = site.subjects.flatMap((one) => one.courses.map((course) => ({ one, course })));
  const families = new Map<string, Sample[]>();
  for (const sample of samples) {
    const name = familyOf(sample.course.metric);
    families.set(name, [...(families.get(name) ?? []), sample]);
  }
  const levels = [...families].flatMap(([name, own]) => toFamily(name, withoutTwins(own)));
  return [...levels, ...toRecords(site.subjects), '# EOF', ''].join('\n');
}

/** `latency_gate_latency_seconds`: a unit of OpenMetrics must end the name. */
function familyOf({ name, unit, statistic }: Metric): string {
  const base = BASE_UNITS[unit];
  const words = statistic === undefined ? '' : `_${toName(statistic)}`;
  return `latency_gate_${name}${words}${base === undefined ? (unit === '' ? '' : `_${toName(unit)}`) : `_${base[0]}`}`;
}

function toName(text: string): string {
  return (
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .replaceAll(/^_+|_+$/g, '') || 'unit'
  );
}

function toFamily(name: string, samples: readonly Sample[]): readonly string[] {
  const metric = samples[0]?.course.metric;
  if (metric === undefined) return [];
  const base = BASE_UNITS[metric.unit];
  const better = metric.direction === 'lower' ? 'lower is better' : 'higher is better';
  return [
    `# TYPE ${name} gauge`,
    ...(base === undefined ? [] : [`# UNIT ${name} ${base[0]}`]),
    `# HELP ${name} Level of ${escapeLabel(metric.label)} by the last records; ${better}.`,
    ...samples.map(({ one, course }) => `${name}${labelsOf(one)} ${toNumber(levelNow(course) * (base?.[1] ?? 1))}`),
  ];
}

/** Two rows of one name differ in what no name tells: the newest counts. */
function withoutTwins(samples: readonly Sample[]): readonly Sample[] {
  const newest = new Map<string, Sample>();
  for (const sample of samples) {
    const key = labelsOf(sample.one);
    const known = newest.get(key);
    const at = ({ course }: Sample) => course.points.at(-1)?.at ?? '';
    if (known === undefined || at(sample) > at(known)) newest.set(key, sample);
  }
  return [...newest.values()];
}

function toRecords(subjects: readonly SubjectCourse[]): readonly string[] {
  const time = 'latency_gate_last_record_timestamp_seconds';
  const count = 'latency_gate_records';
  return [
    `# TYPE ${time} gauge`,
    `# UNIT ${time} seconds`,
    `# HELP ${time} When the last record was made.`,
    ...subjects.map((one) => `${time}${labelsOf(one)} ${Date.parse(one.subject.runs.at(-1)?.at ?? '') / 1000}`),
    `# TYPE ${count} gauge`,
    `# HELP ${count} How many records are remembered.`,
    ...subjects.map((one) => `${count}${labelsOf(one)} ${one.subject.runs.length}`),
  ];
}

function labelsOf({ subject: { model, device, bundle } }: SubjectCourse): string {
  const key = keyOfBundle(bundle, model);
  const labels = [['model', model], ['device', device], ...(key === '' ? [] : [['key', key]])];
  return `{${labels.map(([name, value]) => `${name}="${escapeLabel(value ?? '')}"`).join(',')}}`;
}

/** Backslash, quote and line feed are all that the format escapes; other control codes have no place in a label. */
function escapeLabel(text: string): string {
  return text
    .replaceAll(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n');
}

function toNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}
