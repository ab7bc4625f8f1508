// Plays fixed-seed and published histories through the gate and through the rules that others use, and writes the tables
// and the pictures of docs/decision.md. Exit code 1 where a figure misses what it must be. --check writes nothing,
// --only=histories plays a part.

import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { markdownTable } from 'markdown-table';
import type { Effort } from '../../src/decision/looks.ts';
import { quantile } from '../../src/domain/statistics.ts';
import { misses, must, percent } from './bounds.ts';
import { type Draw, draw, type Setting, seeded, type World } from './draws.ts';
import { readWindows } from './histories.ts';
import { histories } from './history-tables.ts';
import { bothSidesTable, fleetTable } from './more-tables.ts';
import { OTAVA_SOURCE } from './otava-figures.ts';
import { drawHistory, drawOperatingCurve } from './pictures.ts';
import { playGates } from './play.ts';
import { REFERENCE_RULES, type ReferenceRule } from './reference-rules.ts';
import { RIVALS } from './rivals.ts';

const SEED = 20_261_121;
const GATES = 3000;
const GATES_OF_SIX = 1000;
const CVS = [0.02, 0.05, 0.1, 0.2];
const CHANGES = [0.05, 0.1, 0.2, 0.4, 0.5, 0.8];

function playSimulated(setting: Setting, comparisons = 1, withModel = false, effort: Effort = 'normal') {
  const gates = comparisons === 1 ? GATES : GATES_OF_SIX;
  const random = seeded(SEED + 1000 * setting.cv + comparisons);
  return playGates(random, setting, gates, { effort, comparisons, withModel });
}

/** Found changes by CV; the first column is false red, the last ones what a green costs and hides. */
function detectionTable(runs: number, withModel: boolean): string {
  const rows = CVS.map((cv) => {
    const at = (change: number, effort: Effort = 'normal') =>
      playSimulated({ world: 'steady', cv, change, runs }, 1, withModel, effort);
    const where = `CV ${percent(cv)}, ${runs} runs, model ${withModel}`;
    const unchanged = at(0);
    const found = CHANGES.map((change) => {
      const { failed } = at(change);
      const counts = change >= 4 * cv - 1e-9 && change >= 0.1;
      const text =
        percent(failed) + (counts ? must(failed >= 0.95, `found ${percent(failed)} of +${change}, ${where}`) : '');
      return counts ? `**${text}**` : text;
    });
    const slower = at(0.2);
    const quick = at(0, 'quick').jobs;
    const quickMiss = cv <= 0.05 ? must(quick <= 1.7, `${quick} jobs with little effort, ${where}`) : '';
    return [
      percent(cv),
      percent(unchanged.failed) + must(unchanged.failed <= 0.013, `false red ${percent(unchanged.failed)}, ${where}`),
      ...found,
      percent(slower.green),
      percent(slower.shown) + must(slower.shown <= 0.01, `falsely shown ${percent(slower.shown)}, ${where}`),
      percent(unchanged.inconclusive),
      `${quick.toFixed(2)}${quickMiss} / ${unchanged.jobs.toFixed(2)} / ${at(0, 'thorough').jobs.toFixed(2)}`,
    ];
  });
  const header = [
    'CV',
    'false red',
    ...CHANGES.map((change) => `+${100 * change} %`),
    '+20 % green',
    'of it shown',
    'inconclusive, unchanged',
    'jobs, unchanged: quick / normal / thorough',
  ];
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
        [10, 40].map((runs) => {
          const { failed } = playSimulated({ world, cv, change: 0, runs }, comparisons);
          const what = `false red ${percent(failed)}, ${world}, CV ${cv}, ${comparisons} comparisons, ${runs} runs`;
          return percent(failed) + must(failed <= 0.013, what);
        }),
      );
      return [label, percent(cv), ...cells];
    }),
  );
  const header = ['nothing changed', 'CV', 'one, 10 runs', 'one, 40 runs', '3 × 2, 10 runs', '3 × 2, 40 runs'];
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
  const ours = playSimulated({ world: 'steady', cv, change: 0 }).failed;
  const found = changes.map((change) => playSimulated({ world: 'steady', cv, change }).failed);
  const share = (draws: readonly Draw[], rule: ReferenceRule, threshold: number) =>
    draws.filter((one) => rule.score(one) > threshold).length / draws.length;
  const rows = REFERENCE_RULES.map((rule) => {
    const scores = unchanged.map((one) => rule.score(one));
    const fair = quantile(scores, 1 - ours);
    const cells = changed.map(({ change, draws }, index) => {
      const equal = share(draws, rule, fair);
      must(equal <= (found[index] ?? 0) + 0.01, `${rule.name} finds ${percent(equal)} of +${change} at CV ${cv}`);
      return `${percent(share(draws, rule, rule.threshold))} / ${percent(equal)}`;
    });
    return [rule.name, percent(share(unchanged, rule, rule.threshold)), ...cells];
  });
  const header = ['rule', 'false red', ...changes.map((change) => `+${100 * change} %: as used / at our rate`)];
  const own = ['**Latency Gate**', `**${percent(ours)}**`, ...found.map((rate) => `**${percent(rate)}**`)];
  return markdownTable([header, own, ...rows], { align: ['l', 'r', 'r', 'r', 'r', 'r'] });
}

function sourcesList(): string {
  const rules = REFERENCE_RULES.map(
    ({ name, source, jobs }) => `- ${name}: ${source}; ${jobs === 1 ? '1 job' : `${jobs} jobs`}.`,
  );
  const rivals = RIVALS.filter(({ name }) => !REFERENCE_RULES.some((rule) => rule.name === name));
  return [...rules, ...rivals.map(({ name, source }) => `- ${name}: ${source}.`), `- Otava: ${OTAVA_SOURCE}`].join(
    '\n',
  );
}

const SECTIONS: Readonly<Record<string, () => string>> = {
  'without-model': () => detectionTable(10, false),
  'forty-runs': () => detectionTable(40, false),
  'with-model': () => detectionTable(10, true),
  'false-alarms': falseAlarmTable,
  'both-sides': bothSidesTable,
  fleet: fleetTable,
  'references-5': () => referenceTable(0.05),
  'references-20': () => referenceTable(0.2),
  histories,
  sources: sourcesList,
};

/** `--only=histories,fleet` plays a part; the pictures are drawn with the whole. */
const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');
const sections = Object.fromEntries(
  Object.entries(SECTIONS)
    .filter(([name]) => only?.includes(name) ?? true)
    .map(([name, play]) => [name, play()]),
);

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
}
if (!process.argv.includes('--check') && only === undefined) {
  writeFileSync('docs/images/operating-curve.svg', drawOperatingCurve(SEED));
  writeFileSync('docs/images/history.svg', drawHistory(readWindows(10).windows));
}
for (const miss of misses) process.stdout.write(`\nMissed: ${miss}`);
process.stdout.write(misses.length === 0 ? '\nEvery figure is as it must be.\n' : '\n');
process.exitCode = misses.length === 0 ? 0 : 1;
