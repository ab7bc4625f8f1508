// Names of comparisons in the configuration, and regressions that it accepts for a while.

import { deviceOf } from './device.ts';
import type { Limit } from './limit.ts';
import type { Metric } from './metric.ts';

/** Which comparisons a rule or a waiver is for; an absent field fits all. `*` in a name stands for any characters. */
export interface Scope {
  readonly model?: string | undefined;
  readonly device?: string | undefined;
  readonly metric?: string | undefined;
  /** Where it was written, as messages name it. */
  readonly place?: string | undefined;
}

/** Where a comparison stands. */
export interface Place {
  readonly model: string;
  readonly device: string;
}

/** An accepted regression: up to a ceiling, until a day, for a reason that a reviewer has read. */
export interface Waiver extends Scope {
  /** `%`: how much worse than the baseline; else a level in the metric's unit. */
  readonly ceiling: Limit;
  /** The last day on which it holds, `2026-12-31`. */
  readonly until: string;
  readonly reason: string;
}

/** A regression that a person accepts for one commit, in a comment or by a label. */
export interface Acceptance {
  /** The login of the person, who may write to the repository. */
  readonly by: string;
  /** Where it was said. */
  readonly url: string;
  /** `%`: how much worse than the baseline; else a level. Null: whatever the report says. */
  readonly ceiling: Limit | null;
  readonly reason: string;
}

/** A regression that was recorded all the same, because a person had accepted it. */
export interface AcceptedChange {
  /** The metric's name. */
  readonly metric: string;
  /** The login of the person; null of a waiver in the config file. */
  readonly by: string | null;
  /** Where it was said; null of a waiver. */
  readonly url: string | null;
  /** The last day of a waiver; null of a person's word for one commit. */
  readonly until: string | null;
  readonly reason: string;
}

/** Whether the waiver's last day has passed; it gates again. */
export function isExpired(waiver: Waiver, today: string): boolean {
  return waiver.until < today;
}

/** Whether a scope covers a metric in a place; a device covers all benchmarks that were measured on it. */
export function fits(scope: Scope, metric: Metric, { model, device }: Place): boolean {
  return (
    (scope.metric === undefined || scope.metric === metric.name) &&
    matches(scope.model, model) &&
    (matches(scope.device, device) || matches(scope.device, deviceOf(device)))
  );
}

/** Whether a name fits a pattern, in which * stands for any characters; undefined fits every name. Compared piece by piece, so that a pattern costs no more than its length times the name's. */
export function matches(pattern: string | undefined, name: string): boolean {
  if (pattern === undefined) return true;
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return pattern === name;
  if (!name.startsWith(head)) return false;
  let place = head.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, place);
    if (found === -1) return false;
    place = found + piece.length;
  }
  return name.length - tail.length >= place && name.endsWith(tail);
}
