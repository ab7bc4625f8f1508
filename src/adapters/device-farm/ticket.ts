// What identifies one pair or job of a session: the run, its place in it, and the orders of all that were measured there.

import type { Side } from './measure-script.ts';

export interface SessionTicket {
  readonly runArn: string;
  /** From 0. */
  readonly place: number;
  /** One word a pair or job, such as ABBA; B alone is one model by itself. */
  readonly orders: readonly string[];
}

const BETWEEN = ' ';
const ORDER = /^[AB]+$/;

export function encodeTicket({ runArn, place, orders }: SessionTicket): string {
  return [runArn, place, ...orders].join(BETWEEN);
}

/** Undefined for what this adapter never wrote. */
export function decodeTicket(id: string): SessionTicket | undefined {
  const [runArn = '', place = '', ...orders] = id.split(BETWEEN);
  const known = runArn.startsWith('arn:') && /^\d+$/.test(place) && orders.every((order) => ORDER.test(order));
  return known && orders[Number(place)] !== undefined ? { runArn, place: Number(place), orders } : undefined;
}

/** The blocks of a pair, in the order of time. */
export function sidesOf(order: string): readonly Side[] {
  return [...order].map((letter) => (letter === 'A' ? 'A' : 'B'));
}
