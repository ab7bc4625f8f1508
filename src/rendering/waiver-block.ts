// A block for the configuration file that accepts what regressed, ready to paste.

import type { Report } from '../domain/report.ts';
import { INVISIBLE } from './escape.ts';
import { ACCEPTING_URL } from './links.ts';
import type { Row } from './rows.ts';

const MOST_WAIVERS = 5;
const DAYS = 30;
const DAY_MS = 86_400_000;

/** One waiver for each model and metric; it is for all devices where several regressed. */
export function renderWaiverBlock(regressed: readonly Row[], report: Report): string {
  const groups = new Map<string, Row[]>();
  for (const row of regressed) {
    const key = JSON.stringify([row.model, row.comparison.metric.name, unitOf(row)]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const lines = [...groups.values()].slice(0, MOST_WAIVERS).map((rows) => toWaiver(rows, report));
  const rest = groups.size - lines.length;
  const more = rest > 0 ? [`  # and ${rest} more of this kind`] : [];
  return `Accept it for a while, in \`.github/latency-gate.yml\`:\n\n\`\`\`yaml\nwaivers:\n${[...lines, ...more].join('\n')}\n\`\`\``;
}

/** The comment that accepts all of it for this commit only; none where one ceiling cannot cover it. */
export function renderCommand(regressed: readonly Row[], report: Report): readonly string[] {
  if (report.commit.pullRequest === null || regressed.some((row) => unitOf(row) !== '%')) return [];
  const command = `/latency-gate accept ${ceilingOf(regressed)}: why this is wanted`;
  return [`For this commit only, [where that is set up](${ACCEPTING_URL}), comment: \`${command}\``];
}

/** A share of the baseline says nothing about a budget: that takes a level. */
function unitOf({ comparison }: Row): string {
  return comparison.overBudget || comparison.change === null ? comparison.metric.unit : '%';
}

function toWaiver(rows: readonly Row[], report: Report): string {
  const [first] = rows;
  if (first === undefined) return '';
  const devices = new Set(rows.flatMap(({ subjects }) => subjects.map(({ device }) => device)));
  const [device = ''] = devices;
  const fields = [
    `model: ${quote(first.model)}`,
    `device: ${devices.size === 1 ? quote(device) : '"*"'}`,
    `metric: ${first.comparison.metric.name}`,
    `ceiling: ${ceilingOf(rows)}`,
    `until: ${new Date(Date.parse(report.createdAt) + DAYS * DAY_MS).toISOString().slice(0, 10)}`,
    'reason: why this is wanted',
  ];
  return `  - { ${fields.join(', ')} }`;
}

/** The next whole percent above all intervals, so that noise alone does not break it; of a level, three digits up. */
function ceilingOf(rows: readonly Row[]): string {
  const [first] = rows;
  if (first === undefined || unitOf(first) === '%') {
    const highest = rows.map(({ comparison: { change, interval } }) => Math.max(change ?? 0, interval?.[1] ?? 0));
    return `${Math.ceil(Math.max(...highest) * 100 - 1e-9)}%`;
  }
  const { unit, direction } = first.comparison.metric;
  const levels = rows.map(({ comparison }) => comparison.candidate ?? 0);
  const level =
    direction === 'lower' ? roundAway(Math.max(...levels), Math.ceil) : roundAway(Math.min(...levels), Math.floor);
  return `${level} ${unit}`.trim();
}

function roundAway(value: number, round: (value: number) => number): number {
  if (Number.isInteger(value)) return value;
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value) || 1)) - 2);
  return Number((round(value / step) * step).toPrecision(6));
}

const PLAIN = /^[A-Za-z][A-Za-z0-9 ._/-]*[A-Za-z0-9]$/;

/** YAML takes JSON's strings; what could hide or reorder the line is written as its code. */
function quote(text: string): string {
  if (PLAIN.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text)) return text;
  return JSON.stringify(text).replaceAll(INVISIBLE, (run) => [...run].map(toCode).join(''));
}

function toCode(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
