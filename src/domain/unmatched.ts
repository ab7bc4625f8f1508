// Limits, budgets and waivers that do nothing, so that a misspelt name is told instead of leaving everything green.

import type { Limit } from './limit.ts';
import { didYouMean } from './nearest.ts';
import type { Policy, Rule } from './policy.ts';
import { isExpired, matches, type Scope } from './waiver.ts';

/** A setting that does nothing: where it stands, and why. Both as people read them. */
export interface Unmatched {
  readonly place: string;
  readonly why: string;
}

/** A comparison's names. */
export interface Names {
  readonly model: string;
  readonly device: string;
  /** Undefined before anything was measured: then metrics are not looked at. */
  readonly metric: string | undefined;
}

type Part = 'model' | 'device' | 'metric';

/** A rule or waiver, and a limit that is given for one metric. */
type Setting = Scope & { readonly place?: string | undefined };

/**
 * The settings that fit no comparison. `elsewhere` are models that the configuration names and this job does not
 * measure: what is for them is no mistake.
 */
export function findUnmatched(
  { rules, waivers, maxRegression, minChange }: Pick<Policy, 'rules' | 'waivers' | 'maxRegression' | 'minChange'>,
  comparisons: readonly Names[],
  elsewhere: readonly string[] = [],
): readonly Unmatched[] {
  if (comparisons.length === 0) return [];
  const settings: readonly (readonly [string, Setting])[] = [
    ...rules.map((rule, index) => [rule.place ?? `limit ${index + 1}`, rule] as const),
    ...waivers.map((waiver, index) => [waiver.place ?? `waiver ${index + 1}`, waiver] as const),
    ...ofOneMetric('max-regression', maxRegression),
    ...ofOneMetric('min-change', minChange),
  ];
  return settings
    .filter(([, { model }]) => model === undefined || !elsewhere.some((name) => matches(model, name)))
    .flatMap(([place, setting]) => {
      const why = explain(setting, comparisons);
      return why === undefined ? [] : [{ place, why }];
    });
}

function ofOneMetric(input: string, limits: readonly Limit[]): readonly (readonly [string, Setting])[] {
  return limits.flatMap(({ metric }) => (metric === undefined ? [] : [[`${input}: ${metric}`, { metric }] as const]));
}

/** Why a setting fits nothing, with the nearest name; undefined where it fits. */
function explain(setting: Setting, comparisons: readonly Names[]): string | undefined {
  if (comparisons.some((names) => PARTS.every((part) => fitsPart(setting, names, part)))) return undefined;
  const wrong = PARTS.find((part) => !comparisons.some((names) => fitsPart(setting, names, part)));
  if (wrong === undefined) return 'no comparison of this job has all of its names';
  const wanted = setting[wrong] ?? '';
  const known = [...new Set(comparisons.flatMap((names) => names[wrong] ?? []))];
  const near = didYouMean(wanted.replaceAll('*', ''), known);
  const what = wrong === 'metric' ? `${wanted} is not measured` : `no ${wrong} is named "${wanted}"`;
  return `${what}${wrong === 'metric' ? '' : ` (there ${known.length === 1 ? 'is' : 'are'} ${list(known)})`}${near === '' ? '' : `.${near.slice(0, -1)}`}`;
}

const PARTS: readonly Part[] = ['model', 'device', 'metric'];
const MOST_LISTED = 5;

function fitsPart(setting: Setting, names: Names, part: Part): boolean {
  const name = names[part];
  if (part === 'metric') return setting.metric === undefined || name === undefined || setting.metric === name;
  return name === undefined || matches(setting[part], name);
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).join(', ');
  return names.length > MOST_LISTED ? `${shown}, …` : shown;
}

/** Waivers whose last day is over: they do nothing any more. */
export function findEnded({ waivers, today }: Pick<Policy, 'waivers' | 'today'>): readonly Unmatched[] {
  return waivers.flatMap((waiver, index) =>
    isExpired(waiver, today)
      ? [
          {
            place: waiver.place ?? `waiver ${index + 1}`,
            why: `it ended on ${waiver.until}; delete it, or have a new day reviewed`,
          },
        ]
      : [],
  );
}

/** Whether a rule sets anything at all. */
export function setsNothing({ maxRegression, minChange, budget, fleet, gates }: Rule): boolean {
  return [maxRegression, minChange, budget, fleet, gates].every((value) => value === undefined);
}
