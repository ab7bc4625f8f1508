// From one pair of a session to what the loop takes: evidence, environment, findings, minutes.

import type { Environment } from '../../domain/device.ts';
import type { Measurement } from '../../ports/profiler.ts';
import type { Collected } from './collect.ts';
import { findHotSession } from './heat.ts';
import type { MeasuredPair } from './session-result.ts';

type WholePair = Exclude<MeasuredPair, { readonly kind: 'failed' }>;

export interface MeasuredPlace {
  readonly device: string;
  readonly runArn: string;
  /** Of the pair in its session, from 0. */
  readonly place: number;
  readonly pair: WholePair;
  readonly collected: Collected;
  /** Fields of the environment that somebody chose. */
  readonly chosen: Environment;
}

/** What is said of a whole session, and its minutes, are told with its first whole pair; else with the first of all. */
function firstOf({ result }: Collected): number {
  return Math.max(
    0,
    result.pairs.findIndex(({ kind }) => kind !== 'failed'),
  );
}

/** A session's minutes are counted once; none where Device Farm does not tell them. */
export function minutesOf(place: number, collected: Collected): { readonly deviceMs?: number } {
  const { deviceMs } = collected;
  return deviceMs === undefined ? {} : { deviceMs: place === firstOf(collected) ? deviceMs : 0 };
}

/** `hottest`: °C of the battery above which a block counts as measured hot. */
export function toMeasurement(measured: MeasuredPlace, hottest: number): Measurement {
  const { device, runArn, place, pair, collected, chosen } = measured;
  const { result } = collected;
  const first = place === firstOf(collected);
  const { metrics, layers, ...evidence } = pair;
  return {
    ...withSession(evidence, runArn),
    environment: { device, ...result.facts, ...chosen },
    findings: first ? findHotSession(device, result, hottest) : [],
    ...minutesOf(place, collected),
    ...(metrics.length > 0 ? { metrics } : {}),
    ...(layers.length > 0 ? { layers } : {}),
  };
}

type Measured =
  | Pick<Extract<Measurement, { kind: 'job' }>, 'kind' | 'job'>
  | Pick<Extract<Measurement, { kind: 'pair' }>, 'kind' | 'pair'>;

/** Pairs of one session share its phone and its hour: their levels are no independent ones. */
function withSession(measured: Measured, runArn: string): Measured {
  if (measured.kind === 'job') return measured;
  const session = runArn.split('/').at(-1) ?? runArn;
  const { baseline, candidate, logRatios } = measured.pair;
  return {
    kind: 'pair',
    pair: { baseline: { ...baseline, session }, candidate: { ...candidate, session }, logRatios },
  };
}
