// The tables of the published histories: this project's gate beside its rivals, on series that chose no constant.

import { markdownTable } from 'markdown-table';
import type { Effort } from '../../src/decision/looks.ts';
import { must, percent } from './bounds.ts';
import { seeded } from './draws.ts';
import { windowsOf } from './folds.ts';
import { playWindows, readWindows, shareOf, toTimes, type Window } from './histories.ts';
import { OTAVA } from './otava-figures.ts';
import type { Played } from './play.ts';
import { RIVALS } from './rivals.ts';

const EFFORTS: readonly Effort[] = ['quick', 'normal', 'thorough'];

/** What the published histories must give, by recorded runs. */
const GOALS: Readonly<Record<number, { readonly found10: number; readonly green20: number }>> = {
  10: { found10: 0.41, green20: 0.06 },
  40: { found10: 0.46, green20: 0.06 },
};

function historyTable(windows: readonly Window[], runs: number): string {
  const goal = GOALS[runs];
  const own = EFFORTS.map((effort) => {
    const [unchanged = [], ten = [], twenty = [], fifty = []] = [0, 0.1, 0.2, 0.5].map((change) =>
      playWindows(windows, change, effort),
    );
    const share = (played: typeof ten, isHit: (one: (typeof ten)[number]) => boolean) =>
      shareOf(windows, (index) => isHit(played[index] as (typeof ten)[number]));
    const isRed = ({ ended }: (typeof ten)[number]) => ended === 'red';
    const isGreen = ({ ended }: (typeof ten)[number]) => ended === 'green';
    const [red, low, high] = share(unchanged, isRed);
    const [green, greenLow, greenHigh] = share(twenty, isGreen);
    const [falselyShown] = share(twenty, (one) => isGreen(one) && one.shown);
    const [nearly] = share(twenty, (one) => isGreen(one) && one.bound <= 0.1);
    const [inconclusive] = share(unchanged, ({ ended }) => ended === 'inconclusive');
    const [found] = share(ten, isRed);
    const jobs = unchanged.reduce((sum, one) => sum + one.jobs, 0) / unchanged.length;
    const where = `published, ${runs} runs, ${effort}`;
    if (effort === 'normal' && goal !== undefined) {
      must(red <= 0.008, `false red ${percent(red)}, ${where}`);
      must(found >= goal.found10, `found ${percent(found)}, ${where}`);
      must(green <= goal.green20, `green ${percent(green)}, ${where}`);
      must(falselyShown <= 0.015 && nearly <= 0.05, `falsely shown ${percent(falselyShown)}, ${where}`);
      must(jobs <= 2.45 && inconclusive <= 0.09, `${jobs} jobs, ${percent(inconclusive)} inconclusive, ${where}`);
    }
    if (effort === 'thorough') must(green <= 0.04 && jobs <= 5, `green ${percent(green)} at ${jobs} jobs, ${where}`);
    return [
      `**Latency Gate**, ${effort}`,
      `${percent(red)} [${percent(low)}, ${percent(high)}]`,
      percent(found),
      percent(share(twenty, isRed)[0]),
      percent(share(fifty, isRed)[0]),
      `${percent(green)} [${percent(greenLow)}, ${percent(greenHigh)}]`,
      percent(falselyShown),
      percent(inconclusive),
      jobs.toFixed(2),
    ];
  });
  const others = RIVALS.map(({ name, isAlarm }) => {
    const rates = [0, 0.1, 0.2, 0.5].map((change) => {
      const times = windows.map((window) => toTimes(window, change));
      return shareOf(windows, (index) => {
        const { history, candidate } = times[index] as (typeof times)[number];
        return isAlarm(history, candidate);
      });
    });
    const [unchanged = [0, 0, 0], ...found] = rates;
    const spread = `${percent(unchanged[0])} [${percent(unchanged[1])}, ${percent(unchanged[2])}]`;
    return [name, spread, ...found.map(([rate]) => percent(rate)), '', '', '', ''];
  });
  const otava = OTAVA.filter((row) => row.runs === runs).map(({ name, rates }) => [
    name,
    ...rates.map(percent),
    '',
    '',
    '',
    '6.00',
  ]);
  const header = [
    'rule',
    'false red',
    '+10 %',
    '+20 %',
    '+50 %',
    '+20 % green',
    'of it shown',
    'inconclusive, unchanged',
    'jobs, unchanged',
  ];
  return markdownTable([header, ...own, ...otava, ...others], { align: ['l', 'r', 'r', 'r', 'r', 'r', 'r', 'r', 'r'] });
}

export function histories(): string {
  const tables = [10, 40].map((runs) => {
    const { source, windows } = readWindows(runs);
    const held = windowsOf(windows, 'held out');
    const what = `${held.length} windows of ${runs} recorded runs and six jobs, of series held out, of the ${source}`;
    return `${what}:\n\n${historyTable(held, runs)}`;
  });
  return [...tables, `All gates at normal effort, by half:\n\n${halvesTable()}`].join('\n\n');
}

/** The half on which constants may be chosen beside the other; gates of one comparison and of six. */
function halvesTable(): string {
  const rows = [10, 40].flatMap((runs) => {
    const { windows } = readWindows(runs);
    return (['tuning', 'held out'] as const).map((half) => {
      const own = windowsOf(windows, half);
      const play = (change: number, comparisons = 1) => playWindows(own, change, 'normal', comparisons);
      const share = (played: readonly Played[], ended: Played['ended']) =>
        shareOf(own, (index) => played[index]?.ended === ended);
      const [unchanged, twenty, inSix] = [play(0), play(0.2), play(0, 6)];
      const sixes = groupBySix(own, inSix);
      const where = `${half}, ${runs} runs`;
      const red = share(unchanged, 'red');
      return [
        `${half}, ${runs} runs`,
        String(own.length),
        withInterval(red) + must(red[0] <= 0.008, `false red, ${where}`),
        percent(sixes) + must(sixes <= 0.01, `false red in gates of six, ${where}`),
        percent(share(play(0.1), 'red')[0]),
        withInterval(share(twenty, 'green')),
      ];
    });
  });
  const header = ['half', 'windows', 'false red', 'false red, gates of six', '+10 %', '+20 % green'];
  return markdownTable([header, ...rows], { align: ['l', 'r', 'r', 'r', 'r', 'r'] });
}

/** Share of gates with a red comparison, each of six windows drawn by chance from different places. */
function groupBySix(windows: readonly Window[], played: readonly Played[]): number {
  const random = seeded(windows.length);
  const gates = 5000;
  let red = 0;
  for (let gate = 0; gate < gates; gate += 1) {
    const drawn = Array.from({ length: 6 }, () => played[Math.floor(random() * played.length)]);
    if (drawn.some((one) => one?.ended === 'red')) red += 1;
  }
  return red / gates;
}

function withInterval([share, low, high]: readonly [number, number, number]): string {
  return `${percent(share)} [${percent(low)}, ${percent(high)}]`;
}
