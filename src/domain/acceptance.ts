// What a comment on a pull request may ask for, and what an acceptance does to a comparison.

import { type Comparison, isRegression } from './comparison.ts';
import type { Limit } from './limit.ts';
import { isWithinCeiling } from './policy.ts';
import { convert } from './unit.ts';
import type { Acceptance } from './waiver.ts';

/** What a comment asks for. `unclear`: it speaks to this program, but says nothing that it understands. */
export type Command =
  | { readonly kind: 'accept'; readonly ceiling: Limit; readonly reason: string }
  | { readonly kind: 'rerun' }
  | { readonly kind: 'unclear'; readonly found: string };

const PREFIX = /^\/latency-gate(?:\s+|$)/;
const ACCEPT = /^accept\s+(\d+(?:\.\d+)?)\s*([^\s\d:][^\s:]*)\s*:\s*(\S.*)$/;

/**
 * The command in the first line of a comment; undefined where it does not speak to this program.
 *
 * @example parseCommand('/latency-gate accept 20%: the new head') // { kind: 'accept', ceiling: 20 %, reason: 'the new head' }
 */
export function parseCommand(body: string): Command | undefined {
  const [line = ''] = body.split(/\r?\n/);
  if (!PREFIX.test(line)) return undefined;
  const words = line.replace(PREFIX, '').trim();
  if (words === 'rerun') return { kind: 'rerun' };
  const [, amount = '', unit = '', reason = ''] = ACCEPT.exec(words) ?? [];
  if (reason === '') return { kind: 'unclear', found: words };
  const value = Number(amount);
  return { kind: 'accept', ceiling: { unit, value: unit === '%' ? value / 100 : value }, reason: reason.trim() };
}

/** The comparison with the first acceptance that covers it, if it regressed; what was accepted before is forgotten. */
export function applyAcceptances(comparison: Comparison, acceptances: readonly Acceptance[]): Comparison {
  const bare = { ...comparison, accepted: null };
  if (!isRegression(bare)) return bare;
  const found = acceptances.find(({ ceiling }) => ceiling === null || isWithin(ceiling, bare));
  return found === undefined ? bare : { ...bare, accepted: found };
}

function isWithin(ceiling: Limit, comparison: Comparison): boolean {
  const { unit } = comparison.metric;
  const value = ceiling.unit === '%' ? undefined : convert(ceiling.value, ceiling.unit, unit);
  return isWithinCeiling(value === undefined ? ceiling : { unit, value }, comparison);
}
