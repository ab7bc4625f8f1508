// The one comment a workflow keeps on a pull request: a marker, and one section for each gate that reports into it.

import type { Report } from '../domain/report.ts';
import type { Section } from '../domain/section.ts';
import { renderBody } from './body.ts';

/** GitHub rejects bodies over 65,536 characters. */
const LONGEST_COMMENT = 65_536;
const RESERVED_FOR_MARKERS = 2_000;

/** Finds the comment again; `workflow` is the workflow file's path. */
export function commentMarker(workflow: string): string {
  return `<!-- latency-gate comment ${JSON.stringify(workflow).replaceAll('--', '-\\u002d')} -->`;
}

export function renderSection(report: Report, runId: number, attempt: number): Section {
  return { key: report.key, runId, attempt, text: renderBody(report, LONGEST_COMMENT - RESERVED_FOR_MARKERS) };
}

/**
 * The sections that belong into the comment, in the order of their keys: of the newest workflow run among them, each in
 * its newest attempt. What an older run wrote was about an older commit.
 */
export function newestSections(sections: readonly Section[]): readonly Section[] {
  const newestRun = Math.max(...sections.map(({ runId }) => runId));
  const byKey = new Map<string, Section>();
  for (const section of sections.filter(({ runId }) => runId === newestRun)) {
    const known = byKey.get(section.key);
    if (known === undefined || known.attempt <= section.attempt) byKey.set(section.key, section);
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The comment's body; sections that are too long together are shortened alike. */
export function renderComment(marker: string, sections: readonly Section[]): string {
  const body = [marker, ...sections.map(encodeSection)].join('\n');
  if (body.length <= LONGEST_COMMENT) return body;
  const room = Math.floor(LONGEST_COMMENT / sections.length) - 300;
  return [marker, ...sections.map((item) => encodeSection({ ...item, text: shorten(item.text, room) }))].join('\n');
}

/** The sections of a comment written by `renderComment`. */
export function parseSections(body: string): readonly Section[] {
  const pattern = /<!-- latency-gate section (\{.*?\}) -->\n([\s\S]*?)\n<!-- latency-gate end -->/g;
  return [...body.matchAll(pattern)].flatMap(([, head = '{}', text = '']) => {
    const parsed = parseHead(head);
    return parsed === undefined ? [] : [{ ...parsed, text }];
  });
}

function encodeSection({ key, runId, attempt, text }: Section): string {
  const head = JSON.stringify({ key, runId, attempt }).replaceAll('--', '-\\u002d');
  return `<!-- latency-gate section ${head} -->\n${text.trimEnd()}\n<!-- latency-gate end -->`;
}

/** Cut between two parts, and never inside of a folded one. */
function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const parts = text.split(/\n\n(?=<details>|#|\||`|- |_)/);
  let kept = '';
  for (const part of parts) {
    if (kept.length + part.length + 2 > longest) break;
    kept += kept === '' ? part : `\n\n${part}`;
  }
  return kept === '' ? text.slice(0, longest) : kept;
}

/** Somebody may have edited the comment by hand. */
function parseHead(head: string): Omit<Section, 'text'> | undefined {
  try {
    const value: unknown = JSON.parse(head);
    const isHead =
      typeof value === 'object' && value !== null && 'key' in value && 'runId' in value && 'attempt' in value;
    return isHead ? (value as Omit<Section, 'text'>) : undefined;
  } catch {
    return undefined;
  }
}
