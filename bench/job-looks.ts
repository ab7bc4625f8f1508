// Looks at a job of a device cloud, in simulated time: how many, and how late the last one sees its end.

import { nextPollMs } from '../src/adapters/http/poll-delay.ts';
import { seeded } from './decision/draws.ts';
import { atMost, type Row, whole } from './row.ts';

const MINUTE = 60_000;
const SEEDS = 500;

export function measureLooks(): readonly Row[] {
  const known = Array.from({ length: SEEDS }, (_, seed) =>
    follow(10 * MINUTE * (0.85 + 0.0006 * seed), 10 * MINUTE, seed),
  );
  const unknown = Array.from({ length: SEEDS }, (_, seed) => follow(10 * MINUTE, undefined, seed));
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  const most = (items: readonly { readonly looks: number }[]) => Math.max(...items.map(({ looks }) => looks));
  return [
    atMost('looks at a job of ten minutes, its like known', 'worst of 500', [most(known), 40], whole),
    atMost('looks at a job of ten minutes, the first of its kind', 'worst of 500', [most(unknown), 40], whole),
    atMost(
      'end seen late, its like known',
      "the job's time, worst of 500",
      [Math.max(...known.map(({ late }) => late)), 0.053],
      percent,
    ),
  ];
}

function follow(durationMs: number, usualMs: number | undefined, seed: number) {
  const random = seeded(seed);
  let elapsedMs = 0;
  let looks = 1;
  for (; elapsedMs < durationMs; looks += 1) elapsedMs += nextPollMs({ elapsedMs, usualMs }, 1000, random);
  return { looks, late: (elapsedMs - durationMs) / durationMs };
}
