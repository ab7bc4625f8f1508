// What a reader can do about a report: where to look and how to accept it where something regressed, and the one
// command or setting that would settle what is not known.

import type { LayerChange } from '../domain/layers.ts';
import type { Report, Subject } from '../domain/report.ts';
import { notableLayers } from './details.ts';
import { escapeCode, escapeName, escapeText } from './escape.ts';
import { changesUrl } from './links.ts';
import { formatMs, formatMsDifference } from './numbers.ts';
import { describeRemedies } from './remedies.ts';
import { type Row, toRows, urgencyOf } from './rows.ts';
import { renderCommand, renderWaiverBlock } from './waiver-block.ts';

const MOST_SUBJECTS = 3;
const MOST_LAYERS = 3;

/** At the end of what is not folded; empty where nothing needs to be done. */
export function renderAdvice(report: Report): readonly string[] {
  // What was recorded or released has landed already.
  if (report.mode !== 'gate') return [];
  const rows = toRows(report);
  const regressed = rows.filter((row) => urgencyOf(row) === 'regressed');
  const open = rows.filter((row) => urgencyOf(row) === 'inconclusive');
  const remedies = describeRemedies(
    open.map(({ comparison }) => comparison),
    report,
  );
  const hiding = rows.some((row) => urgencyOf(row) === 'not shown') ? [SHOW] : [];
  const settle =
    remedies.length === 0
      ? []
      : [`**To settle what is not known:**\n\n${remedies.map((line) => `- ${line}`).join('\n')}`];
  return [...(regressed.length === 0 ? [] : renderBlame(regressed, report)), ...settle, ...hiding];
}

const SHOW =
  '**To rule out more:** `effort: thorough` goes on until more than the limit is excluded, or `max-repeats` is spent.';

function renderBlame(regressed: readonly Row[], report: Report): readonly string[] {
  return [
    `**Not wanted?** ${describeCulprits(regressed, report)}`,
    `**Wanted?** ${renderWaiverBlock(regressed, report)}`,
    ...renderCommand(regressed, report),
  ];
}

function describeCulprits(regressed: readonly Row[], report: Report): string {
  const subjects = [...new Set(regressed.flatMap((row) => row.subjects))];
  const parts = subjects.flatMap((subject) => {
    const slower = notableLayers(subject.layers, subject.layers.length).filter(({ differenceMs }) => differenceMs > 0);
    return slower.length === 0 ? [] : [{ subject, slower: slower.slice(0, MOST_LAYERS) }];
  });
  const [first] = parts;
  if (first === undefined) return describeChanges(regressed, report);
  const several = subjects.length > 1;
  const lines = parts.slice(0, MOST_SUBJECTS).map(({ subject, slower }) => {
    const where = several ? `${placeOf(subject, report)}: ` : '';
    return `${where}${slower.map(describeLayer).join('; ')}`;
  });
  return several
    ? `These layers did it:\n\n${lines.map((line) => `- ${line}`).join('\n')}`
    : `These layers did it: ${lines.join('')}.`;
}

function placeOf({ model, device }: Subject, report: Report): string {
  const severalModels = new Set(report.subjects.map((subject) => subject.model.name)).size > 1;
  return severalModels ? `${escapeCode(model.name)} on ${escapeName(device)}` : escapeName(device);
}

/** `block1/spatial` (Conv, CPU) 1.20 → 2.80 ms */
function describeLayer({ name, operator, unit, baselineMs, candidateMs, differenceMs }: LayerChange): string {
  const kind = escapeText([operator, unit].filter((part) => part !== '').join(', '));
  const before = baselineMs === null ? 'new' : formatMs(baselineMs);
  const times = baselineMs === null ? `new, ${formatMs(candidateMs)}` : `${before} → ${formatMs(candidateMs)}`;
  return `${escapeCode(name)}${kind === '' ? '' : ` (${kind})`} ${times}, **${formatMsDifference(differenceMs)}**`;
}

function describeChanges(regressed: readonly Row[], report: Report): string {
  const baseline = regressed[0]?.subjects[0].baseline ?? null;
  const url = baseline === null ? null : changesUrl(report, baseline.commit);
  const where = url === null ? 'the changes since the baseline' : `[the changes since the baseline](${url})`;
  return `No layer tells more; look at ${where}.`;
}
