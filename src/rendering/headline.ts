// The first line of everything: what, where, by how much, and how sure that is. And the counts of all the rest.

import { isRegression } from '../domain/comparison.ts';
import { allComparisons, type Report } from '../domain/report.ts';
import { generalLimit } from './bounds.ts';
import { summariseGreen } from './headline-green.ts';
import { areTimes, describeChange } from './metric-words.ts';
import { describeLevel, describeLimits, formatChange, formatInterval, formatLevels, formatValue } from './numbers.ts';
import { type Row, toRows, type Urgency, urgencyOf } from './rows.ts';
import { countOf, describeAcceptance, describeAmount, NOT_SHOWN_ICON, reasonWords } from './words.ts';

/** Plain text without an icon; names from outside stand in it as they are. */
export function headline(report: Report): string {
  const name = report.key === '' ? 'Latency Gate' : `Latency Gate (${report.key})`;
  return `${name}: ${summarise(report)}`;
}

/** The headline without the program's name, for places that show it already. */
export function summarise(report: Report): string {
  const { outcome, mode } = report;
  if (outcome === 'error') return `could not run: ${report.error?.message ?? 'unknown error'}`;
  if (outcome === 'cancelled') return 'cancelled before a verdict';
  if (outcome === 'skipped') return 'skipped';
  const verdict = `${summariseVerdicts(report)}${report.forgeable ? " (measured by the fork's workflow)" : ''}`;
  const partly = report.findings.some(({ code }) => code === 'not-recorded') ? ', but not all of it' : '';
  const first = allComparisons(report).every(({ comparison }) => comparison.reason === 'no-baseline');
  if (mode === 'record' && report.runIds.length === 0) return `nothing was recorded; ${verdict}`;
  if (mode === 'record' && first) return `recorded the first baseline${partly}`;
  if (mode === 'release') return summariseRelease(report, verdict, first);
  if (mode === 'record') return `recorded${partly}; ${verdict}`;
  return partly === ''
    ? verdict
    : `${verdict}; the run was not recorded${report.runIds.length > 0 ? ' as a whole' : ''}`;
}

/** What a pass may still be about. */
const PASSING_ICONS: Readonly<Partial<Record<Urgency, string>>> = { accepted: '🟡', 'not shown': NOT_SHOWN_ICON };

/** An icon that agrees with the headline: green only where nothing is left open. */
export function outcomeIcon(report: Report): string {
  const { outcome, effects } = report;
  if (outcome === 'pass') {
    if (report.forgeable) return '⚪';
    const [first] = toRows(report);
    return (first === undefined ? undefined : PASSING_ICONS[urgencyOf(first)]) ?? '✅';
  }
  if (outcome === 'fail') return effects.exitCode === 0 ? '⚠️' : '❌';
  return outcome === 'error' ? '⛔' : '⚪';
}

/** What the headline does not say itself: `1 inconclusive · 1 faster · 56 unchanged · limit +5 %`. */
export function describeCounts(report: Report): string {
  const rows = toRows(report);
  const lead = leadOf(report);
  const of = (urgency: Urgency) => rows.filter((row) => urgencyOf(row) === urgency);
  const improved = of('improved');
  const better = areTimes(improved.map(({ comparison }) => comparison)) ? 'faster' : 'improved';
  const told: readonly (readonly [Urgency, number, string])[] = [
    ['inconclusive', of('inconclusive').length, 'inconclusive'],
    ['accepted', of('accepted').length, 'accepted'],
    ['improved', improved.length, better],
    ['not shown', of('not shown').length, 'not shown'],
    ['unchanged', of('unchanged').length, 'unchanged'],
  ];
  const counts = told.flatMap(([urgency, count, word]) =>
    count > 0 && (urgency !== lead || urgency === 'unchanged') ? [`${count} ${word}`] : [],
  );
  // A green headline names the limit itself.
  return [...counts, ...(lead === 'unchanged' ? [] : describeLimit(report))].join(' · ');
}

function describeLimit(report: Report): readonly string[] {
  const { maxRegression, minChange } = report.policy;
  if (maxRegression.length === 0 || report.subjects.every(({ baseline }) => baseline === null)) return [];
  const general = generalLimit(report);
  const limit = maxRegression.length === 1 && general !== undefined ? formatPlain(general.value) : '';
  const least = minChange.filter(({ value }) => value > 0);
  const words = limit === '' ? `limits ${describeLimits(maxRegression)}` : `limit ${limit}`;
  return [least.length === 0 ? words : `${words}, and at least ${describeLimits(least)}`];
}

function formatPlain(fraction: number): string {
  return `+${describeLimits([{ unit: '%', value: fraction }])}`;
}

function summariseRelease({ release }: Report, verdict: string, first: boolean): string {
  const tag = release?.tag ?? 'release';
  return first || release?.previous == null
    ? `${tag} measured`
    : `${tag} compared with ${release.previous}: ${verdict}`;
}

/** What the headline speaks of; undefined where there is nothing. */
function leadOf(report: Report): Urgency | undefined {
  const [first] = toRows(report);
  if (first === undefined) return undefined;
  const urgency = urgencyOf(first);
  return urgency === 'not shown' ? 'unchanged' : urgency;
}

function summariseVerdicts(report: Report): string {
  const rows = toRows(report);
  const [first] = rows;
  if (first === undefined) return 'inconclusive: nothing was measured';
  const lead = urgencyOf(first);
  const alike = rows.filter((row) => urgencyOf(row) === lead);
  const more = alike.length === 1 ? '' : `, and ${alike.length - 1} more`;
  if (lead === 'regressed') {
    return isAboutPrompts(report) ? summarisePrompts(report) : `${describeRegression(first)}${more}`;
  }
  if (lead === 'inconclusive') return summariseOpen(first, alike, rows);
  if (lead === 'accepted') {
    const accepted = describeAcceptance(first.comparison);
    return `${describeWhat(first)} (${formatLevels(first.comparison)}), ${accepted}${more}`;
  }
  return lead === 'improved' ? `${describeMove(first)}${more}` : summariseGreen(rows, report);
}

/** What got worse, or which budget it breaks. */
function describeRegression(row: Row): string {
  const { comparison } = row;
  const { metric, candidate, budget, noise, reason } = comparison;
  if (reason === 'over-budget' && budget !== null) {
    const level = formatValue(candidate, metric, noise);
    const allowed = describeLevel(metric, budget);
    const side = metric.direction === 'lower' ? 'over' : 'below';
    return `${metric.label} of ${shortenName(row.model)}${describeWhere(row)} is ${level}, ${side} its budget of ${allowed}`;
  }
  return describeMove(row);
}

/** `ranker-large is 80 % slower on Xiaomi 14 (12.3 → 22.1 ms, confirmed)` */
function describeMove(row: Row): string {
  const { comparison } = row;
  const sure = comparison.reason === 'exact' ? '' : `, ${reasonWords(comparison)}`;
  return `${describeWhat(row)} (${formatLevels(comparison)}${sure})`;
}

/** `ranker-large is 80 % slower on Xiaomi 14` */
function describeWhat(row: Row): string {
  return `${shortenName(row.model)} ${describeChange(row.comparison)}${describeWhere(row)}`;
}

function describeWhere({ subjects }: Row): string {
  const [{ device }] = subjects;
  return subjects.length > 1 || device === THIS_MACHINE ? '' : ` on ${shortenName(device)}`;
}

/** What the backend of this machine calls it; in a sentence it says nothing. */
const THIS_MACHINE = 'local';

function summariseOpen(first: Row, open: readonly Row[], rows: readonly Row[]): string {
  const { comparison } = first;
  const why = reasonWords(comparison);
  if (open.length === rows.length && open.every((row) => reasonWords(row.comparison) === why)) {
    return comparison.reason === 'not-settled' && open.length === 1
      ? `inconclusive: ${describeSuspicion(first)}`
      : `inconclusive: ${why}`;
  }
  const more = open.length === 1 ? '' : `, and ${open.length - 1} more`;
  const what = comparison.reason === 'not-settled' ? describeSuspicion(first) : describeUnknown(first, why);
  return `inconclusive: ${what}${more}`;
}

/** `mobilenet perhaps is 8 % slower on Pixel 8 (−1…+17 %, 3 jobs, not settled)` */
function describeSuspicion(row: Row): string {
  const { comparison } = row;
  const { change, interval } = comparison;
  if (change === null) return describeUnknown(row, reasonWords(comparison));
  const range = interval === null ? '' : `${formatInterval(comparison)} %, `;
  const sure = `${range}${describeAmount(comparison)}, not settled`;
  return `${shortenName(row.model)} perhaps ${describeChange(comparison)}${describeWhere(row)} (${sure})`;
}

function describeUnknown(row: Row, why: string): string {
  return `${row.comparison.metric.label} of ${shortenName(row.model)}${describeWhere(row)} (${why})`;
}

const LONGEST_NAME = 48;

/** Names of files can be long; the end tells more than the beginning. */
function shortenName(name: string): string {
  const letters = [...name];
  return letters.length <= LONGEST_NAME ? name : `…${letters.slice(1 - LONGEST_NAME).join('')}`;
}

/** Where the models are prompts, a device is the model that answers them. */
function isAboutPrompts({ subjects }: Report): boolean {
  return subjects.length > 0 && subjects.every(({ model }) => model.format === 'interaction');
}

/** `2 of 3 models slower; +18 % output tokens`: the worst of each. */
function summarisePrompts({ subjects }: Report): string {
  const regressed = subjects.flatMap(({ comparisons }) => comparisons).filter(isRegression);
  const times = regressed.filter(({ metric }) => metric.unit === 'ms');
  const slower = subjects.filter(({ comparisons }) => comparisons.some((one) => times.includes(one))).length;
  const amounts = regressed
    .filter((comparison) => !times.includes(comparison))
    .sort((a, b) => (b.change ?? 0) - (a.change ?? 0))
    .filter(({ metric }, index, all) => all.findIndex((other) => other.metric.name === metric.name) === index)
    .map(({ metric, change, noise }) => `${formatChange(change, noise)} ${metric.label}`);
  return [...(slower > 0 ? [`${slower} of ${countOf(subjects.length, 'model')} slower`] : []), ...amounts].join('; ');
}
