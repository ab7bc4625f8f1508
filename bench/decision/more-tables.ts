// The tables of what is no plain job: both sides of one sitting, and many devices together.

import { markdownTable } from 'markdown-table';
import { playSittings } from './both-sides.ts';
import { must, percent } from './bounds.ts';
import { seeded } from './draws.ts';
import { playFleets } from './fleet.ts';

const SEED = 20_261_126;
const SITTINGS = 4000;
const FLEETS = 1000;

/** Red gates of both sides in one sitting, by how much the two files of a pair differ. */
export function bothSidesTable(): string {
  const rows = [3, 4, 6, 10].flatMap((pairs) =>
    [0.02, 0.05, 0.1].flatMap((sd) =>
      [1, 4].map((tail) => {
        const red = (change: number) => playSittings(seeded(SEED), { pairs, sd, change, tail }, SITTINGS);
        const unchanged = red(0);
        const mark = must(unchanged <= 0.01, `false red ${percent(unchanged)}, ${pairs} pairs, sd ${sd}, tail ${tail}`);
        const spread = `${percent(sd)}${tail === 1 ? '' : ', heavy tails'}`;
        return [
          String(pairs),
          spread,
          percent(unchanged) + mark,
          ...[0.1, 0.2, 0.5].map((change) => percent(red(change))),
        ];
      }),
    ),
  );
  const header = ['pairs', 'sd of a pair', 'false red', '+10 %', '+20 %', '+50 %'];
  return markdownTable([header, ...rows], { align: header.map(() => 'r') });
}

/** Thirty devices at a CV of 5 %, ten recorded runs, two candidate jobs each. */
export function fleetTable(): string {
  const settings = [
    { change: 0, shared: 0, least: 0, most: 0.01 },
    { change: 0.03, shared: 0, least: 0.85, most: 1 },
    { change: 0, shared: 0.01, least: 0, most: 0.02 },
    { change: 0.05, shared: 0.01, least: 0.8, most: 1 },
  ];
  const rows = settings.map(({ change, shared, least, most }) => {
    const { shown, pooled, single } = playFleets(seeded(SEED + 100 * shared), { change, shared }, FLEETS);
    const what = `+${change} on all devices, shared luck ${shared}`;
    const mark = must(shown >= least && shown <= most, `pooled interval ${percent(shown)}, ${what}`);
    const label = change === 0 ? 'no change' : `+${100 * change} %`;
    return [
      label,
      shared === 0 ? 'none' : `sd ${percent(shared)}`,
      percent(shown) + mark,
      percent(pooled),
      percent(single),
    ];
  });
  const header = [
    'all devices alike',
    'luck of a whole run',
    'its interval excludes "no change"',
    'red, at a limit of 1 %',
    'a single device is red',
  ];
  return markdownTable([header, ...rows], { align: header.map(() => 'r') });
}
