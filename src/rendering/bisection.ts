// The answer of a search for a commit, in the terminal and in a summary.

import type { Bisection } from '../domain/bisection.ts';
import { shortSha } from '../domain/run.ts';
import { escapeCode, escapeText } from './escape.ts';

/** How things are written at one place. */
export interface BisectionManner {
  readonly code: (text: string) => string;
  readonly text: (text: string) => string;
  readonly commit: (sha: string) => string;
}

export const PLAIN: BisectionManner = { code: (text) => text, text: (text) => text, commit: shortSha };

/** For GitHub; commits are links where the repository's page is known. */
export function toMarkdownManner(repositoryUrl: string | null): BisectionManner {
  const commit = (sha: string) =>
    repositoryUrl === null || !/^[0-9a-f]{7,64}$/.test(sha)
      ? `\`${shortSha(sha)}\``
      : `[\`${shortSha(sha)}\`](${repositoryUrl}/commit/${sha})`;
  return { code: escapeCode, text: escapeText, commit };
}

/** A headline, then what it rests on. */
export function renderBisection(found: Bisection, manner: BisectionManner): string {
  const { code, text, commit } = manner;
  const where = `${code(found.metric)} of ${code(found.model)} on ${code(found.device)}`;
  const lines = [
    headline(found, where, manner),
    `From ${commit(found.good)} to ${commit(found.bad)}: ${found.change === null ? 'not measured beside each other' : describe(found.change)}; in all, from the one end to the other: ${describe(found.gap)}.`,
    ...found.reasons.map(text),
    ...found.steps.map(
      (step) =>
        `- ${commit(step.commit)}: ${step.answer === 'same-bytes' ? 'the same model as an end' : `${step.answer === 'open' ? 'not told' : step.answer}, ${Math.round(step.position * 100)} % of the way, ${step.pairs} pairs`}`,
    ),
    `${found.steps.length} steps, ${found.pairs} of ${found.maxPairs} pairs.`,
  ];
  return `${lines.join('\n')}\n`;
}

function headline({ end, commits, bad, gap }: Bisection, where: string, { commit }: BisectionManner): string {
  if (end === 'found') return `${commit(bad)} changed ${where}.`;
  if (end === 'range')
    return `One of ${commits.length} commits up to ${commit(bad)} changed ${where}; they could not be told apart.`;
  return `No commit to be named for ${where}: between its two ends ${describe(gap)} was measured.`;
}

function describe({ change, interval }: Bisection['gap']): string {
  const percent = (value: number) => `${value < 0 ? '−' : '+'}${(Math.abs(value) * 100).toFixed(1)}`;
  return interval === null ? `${percent(change)} %` : `${percent(change)} % (${interval.map(percent).join('…')})`;
}
