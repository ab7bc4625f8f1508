// `npm run bench`: the gate's own cost, one table, with what each figure is held against. Written into RESULTS.md.

import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import process from 'node:process';
import { markdownTable } from 'markdown-table';
import { measureBundle } from './bundle-size.ts';
import { measureColdStart } from './cold-start.ts';
import { measureGateCost } from './gate-cost.ts';
import { measureLooks } from './job-looks.ts';
import { measureLargeProfile } from './large-profile.ts';
import type { Row } from './row.ts';

const rows: readonly Row[] = [
  ...measureColdStart(),
  ...measureBundle(),
  ...(await measureGateCost()),
  ...measureLooks(),
  ...measureLargeProfile(),
];
const table = markdownTable(
  [
    ['what', 'against', 'figure', 'goal', ''],
    ...rows.map(({ what, reference, figure, goal, met }) => [what, reference, figure, goal, met ? '✓' : '✗']),
  ],
  { align: ['l', 'l', 'r', 'r', 'c'] },
);
const [cpu] = cpus();
const machine = `${cpu?.model.trim() ?? 'unknown CPU'}, ${cpus().length} cores, Node ${process.version}`;
const day = new Date().toISOString().slice(0, 10);
/** Why a figure is where it is, and what it would take. */
const NOTES = [
  "A wrong input is refused with the settings loaded: zod, the YAML reader, the parsers. `dist/` has ten files more since AWS's client came, whose parts load one another lazily.",
  '`--help` loads commander and the table of inputs with their parsers, the YAML reader among them: about 20 ms. To do without would take a second table of words beside the first.',
  'Thirty phones cost more by their charts, a quarter of the time, and by four calls for each phone: the job, a look, its result and the file. Runs on the hub are one call after the other for each job: its start, its end, its tags, two files of three calls each, sixteen in all. Thirty phones are 480 calls more, and a stand-in in the same process answers each in a millisecond or two. Fewer would take an API for several runs at once, or files that are not kept.',
  'Measured apart, on 26 November 2026: `npm run demo` takes 27 s (goal 25; 56 before; fourteen pairs of 1.3 s of which half is measuring, the rest the start of processes). `npm run bench:local-gate`: a gate of two models of 3.6 ms takes 9 s where they are equal and 19 s where one is slower (goals 6 and 10 s for 5 ms): three and six pairs of two seconds of inferences each, which end early only where the rounds of a pair agree to half a percent, and here they differ by 10 %. Shorter pairs would be less certain. A baseline among 10,000 runs is one search on MLflow (`npm run check:mlflow`) and one list on Embedl Hub; the Experiments API and Hubify have no filter and are listed. Peers stand in docs/comparison.md.',
];
const text = `# The gate's own cost\n\nMade by \`npm run bench\` on ${day}: ${machine}. Ratios are medians of pairs, measured in turn in the same run.\n\n${table}\n\n${NOTES.join('\n\n')}\n`;
process.stdout.write(text);
writeFileSync('bench/RESULTS.md', text);
