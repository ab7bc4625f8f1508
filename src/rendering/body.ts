// The report in Markdown, as the comment, the job summary and report.md show it. The verdict first, then only what
// changed, is not known, or breaks a budget; everything else is folded.

import type { Finding } from '../domain/finding.ts';
import type { Report } from '../domain/report.ts';
import { renderAdvice } from './advice.ts';
import {
  fold,
  renderDecision,
  renderEnvironment,
  renderLayers,
  renderLegend,
  renderShownOnly,
  renderWaivers,
} from './details.ts';
import { escapeText } from './escape.ts';
import { describeFinding, docsLinkOf, severityOf } from './findings.ts';
import { renderFleet, renderWholeFleet } from './fleet.ts';
import { describeCounts, headline, outcomeIcon } from './headline.ts';
import { renderOrigin } from './origin.ts';
import { renderShifts } from './release-notes.ts';
import { type Row, toRows, urgencyOf } from './rows.ts';
import { renderTable } from './table.ts';
import { renderTrends } from './trend.ts';

/** More rows than this are folded, and of those that a fold shows the rest is left to the full report. */
const MOST_OPEN_ROWS = 50;
const FOLDED_ROWS = [500, 200, 50, 10] as const;
/** Comparisons whose green is no proof may be many: they must not hide the others. */
const MOST_NOT_SHOWN = 10;
const MOST_FINDINGS = 6;

/** A part of the report. Those of the lowest rank are left out first where the whole is too long. */
interface Part {
  readonly text: string;
  readonly rank: number;
  /** The same with less in it, longest first: tried before the part is left out. */
  readonly shorter?: readonly string[];
  /** Stands under this title in the last fold. */
  readonly title?: string;
}

/**
 * The report, most important first; nothing in it depends on the time or place of rendering. Where it would be longer
 * than `longest` characters whole parts are left out, the least important first, and it says so.
 */
export function renderBody(report: Report, longest: number = Number.POSITIVE_INFINITY): string {
  const parts = [...renderOpen(report), ...renderFolded(report)];
  const whole = compose(parts);
  if (whole.length <= longest) return whole;
  const left = [...parts];
  const ranks = [...new Set(parts.map((part) => part.rank))].filter((rank) => rank > RANKS.headline);
  for (const rank of ranks.sort((a, b) => b - a)) {
    for (const part of parts.filter((one) => one.rank === rank).reverse()) {
      const place = left.indexOf(part);
      const instead = [...(part.shorter ?? []).map((text) => [{ ...part, text }]), []];
      for (const parts of instead) {
        const text = compose([...left.slice(0, place), ...parts, ...left.slice(place + 1), NOTE]);
        if (text.length <= longest) return text;
      }
      left.splice(place, 1);
    }
  }
  return `${[...compose(parts.slice(0, 1))].slice(0, Math.max(0, longest - 1)).join('')}`;
}

const NOTE: Part = {
  text: '_Shortened to what GitHub accepts; the report files of this run hold everything._',
  rank: 0,
};

function compose(parts: readonly Part[]): string {
  const sections = parts.filter(({ title }) => title !== undefined);
  const titles = sections.map(({ title }) => title).filter((title) => title !== LEGEND);
  const last =
    sections.length === 0
      ? []
      : [
          fold(
            titles.length === 0 ? LEGEND : capitalise(titles.join(' · ')),
            sections.map(({ title, text }) => `#### ${capitalise(title ?? '')}\n\n${text}`).join('\n\n'),
          ),
        ];
  const advice = parts.filter(({ rank, title }) => title === undefined && rank === RANKS.advice);
  const others = parts.filter((part) => part.title === undefined && !advice.includes(part));
  return `${[...others, ...last.map((text) => ({ text })), ...advice].map(({ text }) => text).join('\n\n')}\n`;
}

const LEGEND = 'legend';

const RANKS = { headline: 0, open: 1, advice: 2, accepted: 3, findings: 4, unchanged: 6, sections: 7 } as const;

function renderOpen(report: Report): readonly Part[] {
  const part = (rank: number) => (text: string) => ({ text, rank });
  const rows = toRows(report);
  const visible = chooseVisible(rows);
  const [open, more] = [visible.slice(0, MOST_OPEN_ROWS), visible.slice(MOST_OPEN_ROWS)];
  const rest = rows.filter((row) => !visible.includes(row));
  return [
    ...[`### ${outcomeIcon(report)} ${escapeText(headline(report))}`, ...renderError(report)].map(part(RANKS.headline)),
    ...[...renderCounts(report), ...renderOrigin(report)].map(part(RANKS.headline)),
    ...(open.length === 0 ? [] : [table(open, report)]).map(part(RANKS.open)),
    ...[...renderFleet(report), ...renderWaivers(report)].map(part(RANKS.accepted)),
    ...renderFindings(report.findings).map(part(RANKS.findings)),
    ...renderShifts(report).map(part(RANKS.findings)),
    ...renderAdvice(report).map(part(RANKS.advice)),
    ...(more.length === 0 ? [] : [foldRows(`${more.length} more that need a look`, more, report)]),
    ...(rest.length === 0 ? [] : [foldRows(describeRest(rest), rest, report)]),
  ];
}

/** Everything but what is unchanged; of what is unchanged only the worst that is not shown to be. */
function chooseVisible(rows: readonly Row[]): readonly Row[] {
  const hiding = rows.filter((row) => urgencyOf(row) === 'not shown').slice(0, MOST_NOT_SHOWN);
  return rows.filter((row) => row.comparison.verdict !== 'unchanged' || hiding.includes(row));
}

function describeRest(rest: readonly Row[]): string {
  const hiding = rest.filter((row) => urgencyOf(row) === 'not shown').length;
  const unchanged = rest.length - hiding;
  return [
    ...(hiding > 0 ? [`${hiding} more not shown`] : []),
    ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
  ].join(', ');
}

function foldRows(title: string, rows: readonly Row[], report: Report): Part {
  const [text = '', ...shorter] = FOLDED_ROWS.filter((most, index) => index === 0 || most < rows.length).map((most) => {
    const rest = rows.length - most;
    const more = rest > 0 ? `\n\n${rest} more in the full report.` : '';
    return fold(title, table(rows.slice(0, most), report) + more);
  });
  return { text, shorter, rank: RANKS.unchanged };
}

function table(rows: readonly Row[], report: Report): string {
  const candidate = report.commit.pullRequest === null ? 'candidate' : 'this PR';
  return renderTable(rows, report, { baseline: 'Baseline', candidate });
}

function renderCounts(report: Report): readonly string[] {
  const counts = describeCounts(report);
  return counts === '' || report.subjects.length === 0 ? [] : [escapeText(counts)];
}

function renderError(report: Report): readonly string[] {
  return report.error === null
    ? []
    : [`${escapeText(report.error.message)}\n\n**What to do:** ${escapeText(report.error.advice)}`];
}

/** Warnings first; each is linked to where it is explained. */
function renderFindings(findings: readonly Finding[]): readonly string[] {
  const sorted = [...findings].sort((a, b) => Number(severityOf(a) === 'notice') - Number(severityOf(b) === 'notice'));
  const lines = sorted.map((finding) => {
    const icon = severityOf(finding) === 'warning' ? '⚠️' : 'ℹ️';
    return `- ${icon} ${escapeText(describeFinding(finding))} <sub>[\`${finding.code}\`](${docsLinkOf(finding)})</sub>`;
  });
  const unique = lines.filter((line, index) => lines.indexOf(line) === index);
  if (unique.length === 0) return [];
  const more = unique.slice(MOST_FINDINGS);
  return [
    unique.slice(0, MOST_FINDINGS).join('\n'),
    ...(more.length === 0 ? [] : [fold(`${more.length} more to know`, more.join('\n'))]),
  ];
}

/** The sections of the last fold, most asked for first. */
function renderFolded(report: Report): readonly Part[] {
  const sections: readonly (readonly [title: string, text: string | undefined])[] = [
    ['layers', renderLayers(report)],
    ['trend', renderTrends(report)],
    ['how this was decided', renderDecision(report)],
    ['all devices together', renderWholeFleet(report)],
    ['further metrics', renderShownOnly(report)],
    ['environment', renderEnvironment(report)],
    [LEGEND, renderLegend(report)],
  ];
  return sections.flatMap(([title, text], index) =>
    text === undefined ? [] : [{ title, text, rank: RANKS.sections + (title === LEGEND ? 0 : index) }],
  );
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
