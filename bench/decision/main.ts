// Plays fixed-seed and published histories through the gate and through the rules that others use, and writes the table
// and the pictures of docs/decision.md. Exit code 1 where a figure misses what it must be. --check writes nothing.

import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { markdownTable } from 'markdown-table';
import { quantile } from '../../src/domain/statistics.ts';
import { type Draw, draw, type Setting, seeded, type World } from './draws.ts';
import { readWindows, shareAlarmed, shareFailed, type Window } from './histories.ts';
import { drawHistory, drawOperatingCurve } from './pictures.ts';
import { playGates } from './play.ts';
import { REFERENCE_RULES, type ReferenceRule } from './reference-rules.ts';

const SEED = 20_261_121;
const GATES = 10_000;
const GATES_OF_SIX = 3000;
const CVS = [0.02, 0.05, 0.1, 0.2];
const CHANGES = [0, 0.05, 0.1, 0.2, 0.4, 0.5, 0.8];

/** What the figures must be. */
const MOST_FALSE = 0.01;
const LEAST_FOUND = 0.95;
const MOST_JOBS_UNCHANGED = 1.7;

const misses: string[] = [];

function must(holds: boolean, what: string): string {
  if (!holds) misses.push(what);
  return holds ? '' : ' ✗';
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.0995 ? 2 : 1)} %`;
}

function play(setting: Setting, comparisons: number, withModel: boolean) {
  const gates = comparisons === 1 ? GATES : GATES_OF_SIX;
  return playGates(seeded(SEED + 1000 * setting.cv + comparisons), setting, { gates, comparisons, withModel });
}

/** Found changes by CV; the first column is false alarms. */
function detectionTable(withModel: boolean): string {
  const rows = CVS.map((cv) => {
    const played = CHANGES.map((change) => ({ change, ...play({ world: 'steady', cv, change }, 1, withModel) }));
    const cells = played.map(({ change, failed }) => {
      const what = `${percent(failed)} at CV ${percent(cv)}, change ${percent(change)}, model ${withModel}`;
      if (change === 0) return percent(failed) + must(failed <= MOST_FALSE, `false ${what}`);
      const counts = change >= 4 * cv - 1e-9 && change >= 0.1;
      const text = percent(failed) + (counts ? must(failed >= LEAST_FOUND, `found ${what}`) : '');
      return counts ? `**${text}**` : text;
    });
    const unchanged = played[0]?.jobs ?? 0;
    const jobs =
      unchanged.toFixed(2) + (cv <= 0.05 ? must(unchanged <= MOST_JOBS_UNCHANGED, `jobs ${unchanged} at ${cv}`) : '');
    return [percent(cv), ...cells, jobs];
  });
  const header = ['CV', 'false fail', ...CHANGES.slice(1).map((change) => `+${100 * change} %`), 'jobs, unchanged'];
  return markdownTable([header, ...rows], { align: header.map(() => 'r') });
}

/** False alarms of whole gates, and in worlds that are not steady. */
function falseAlarmTable(): string {
  const worlds: readonly (readonly [string, World])[] = [
    ['nothing but noise', 'steady'],
    ['bimodal: × 1.3 in one job of four', 'bimodal'],
    ['drifting: +0.3 % a run', 'drifting'],
  ];
  const rows = worlds.flatMap(([label, world]) =>
    CVS.map((cv) => {
      const cells = [1, 6].flatMap((comparisons) =>
        [false, true].map((withModel) => {
          const { failed } = play({ world, cv, change: 0 }, comparisons, withModel);
          const what = `false ${percent(failed)}, ${world}, CV ${cv}, ${comparisons} comparisons, model ${withModel}`;
          return percent(failed) + must(failed <= MOST_FALSE, what);
        }),
      );
      return [label, percent(cv), ...cells];
    }),
  );
  const header = ['nothing changed', 'CV', 'one', 'one, with model', '3 × 2', '3 × 2, with model'];
  return markdownTable([header, ...rows], { align: ['l', 'r', 'r', 'r', 'r', 'r'] });
}

/** The others as they are used, and with their threshold moved until they raise as many false alarms as this gate. */
function referenceTable(cv: number): string {
  const changes = [0.1, 0.2, 0.4, 0.8];
  const drawMany = (change: number) => {
    const random = seeded(SEED + 1);
    return Array.from({ length: GATES }, () => draw(random, { world: 'steady', cv, change }));
  };
  const unchanged = drawMany(0);
  const changed = changes.map((change) => ({ change, draws: drawMany(change) }));
  const ours = play({ world: 'steady', cv, change: 0 }, 1, false).failed;
  const found = changes.map((change) => play({ world: 'steady', cv, change }, 1, false).failed);
  const share = (draws: readonly Draw[], rule: ReferenceRule, threshold: number) =>
    draws.filter((one) => rule.score(one) > threshold).length / draws.length;
  const rows = REFERENCE_RULES.map((rule) => {
    const fair = quantile(
      unchanged.map((one) => rule.score(one)),
      1 - ours,
    );
    const cells = changed.map(({ change, draws }, index) => {
      const equal = share(draws, rule, fair);
      must(equal <= (found[index] ?? 0) + 0.005, `${rule.name} finds ${percent(equal)} of +${change} at CV ${cv}`);
      return `${percent(share(draws, rule, rule.threshold))} / ${percent(equal)}`;
    });
    return [rule.name, percent(share(unchanged, rule, rule.threshold)), ...cells];
  });
  const header = ['rule', 'false fail', ...changes.map((change) => `+${100 * change} %: as used / at our rate`)];
  const own = ['**Latency Gate**', `**${percent(ours)}**`, ...found.map((rate) => `**${percent(rate)}**`)];
  return markdownTable([header, own, ...rows], { align: ['l', 'r', 'r', 'r', 'r', 'r'] });
}

function historyTable(windows: readonly Window[]): string {
  const changes = [0, 0.1, 0.2, 0.5];
  const bounds = [(rate: number) => rate <= MOST_FALSE, () => true, (r: number) => r >= 0.6, (r: number) => r >= 0.92];
  const own = changes.map((change, index) => {
    const rate = shareFailed(windows, change);
    return `**${percent(rate)}**${must(bounds[index]?.(rate) ?? true, `histories: ${percent(rate)} of ${change}`)}`;
  });
  const rows = REFERENCE_RULES.filter(({ name }) => name !== 'Mann-Whitney U' && name !== 'error bars').map((rule) => [
    rule.name,
    ...changes.map((change) => percent(shareAlarmed(windows, change, rule))),
  ]);
  const header = ['rule', 'false fail', '+10 %', '+20 %', '+50 %'];
  return markdownTable([header, ['**Latency Gate**', ...own], ...rows], { align: ['l', 'r', 'r', 'r', 'r'] });
}

function sourcesList(): string {
  return REFERENCE_RULES.map(
    ({ name, source, jobs }) => `- ${name}: ${source}; ${jobs === 1 ? '1 job' : `${jobs} jobs`}.`,
  ).join('\n');
}

const { source, windows } = readWindows();
const sections: Readonly<Record<string, string>> = {
  'without-model': detectionTable(false),
  'with-model': detectionTable(true),
  'false-alarms': falseAlarmTable(),
  'references-5': referenceTable(0.05),
  'references-20': referenceTable(0.2),
  histories: `${windows.length} windows of ${source}.\n\n${historyTable(windows)}`,
  sources: sourcesList(),
};

const PAGE = 'docs/decision.md';
const page = Object.entries(sections).reduce(
  (text, [name, content]) =>
    text.replace(
      new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`),
      (_, start: string, end: string) => `${start}\n${content}\n\n${end}`,
    ),
  readFileSync(PAGE, 'utf8'),
);
for (const [name, content] of Object.entries(sections)) process.stdout.write(`\n## ${name}\n\n${content}\n`);
if (!process.argv.includes('--check')) {
  writeFileSync(PAGE, page);
  writeFileSync('docs/images/operating-curve.svg', drawOperatingCurve(SEED));
  writeFileSync('docs/images/history.svg', drawHistory(windows));
}
for (const miss of misses) process.stdout.write(`\nMissed: ${miss}`);
process.stdout.write(misses.length === 0 ? '\nEvery figure is as it must be.\n' : '\n');
process.exitCode = misses.length === 0 ? 0 : 1;
