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

/** `hottest`: °C of the battery above which a block counts as measured hot. */
export function toMeasurement(measured: MeasuredPlace, hottest: number): Measurement {
  const { device, runArn, place, pair, collected, chosen } = measured;
  const { result, deviceMs } = collected;
  // What is said of the whole session, and its minutes, are told once.
  const first = result.pairs.findIndex(({ kind }) => kind !== 'failed') === place;
  const { metrics, layers, ...evidence } = pair;
  return {
    ...withSession(evidence, runArn),
    environment: { device, ...result.facts, ...chosen },
    findings: first ? findHotSession(device, result, hottest) : [],
    ...(deviceMs === undefined ? {} : { deviceMs: first ? deviceMs : 0 }),
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
