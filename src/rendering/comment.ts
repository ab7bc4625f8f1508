// The one comment a workflow keeps on a pull request: a marker, and one section for each gate that reports into it.

import type { Report } from '../domain/report.ts';
import { renderBody } from './body.ts';

/** GitHub rejects bodies over 65,536 characters. */
const LONGEST_COMMENT = 65_536;
const RESERVED_FOR_MARKERS = 2_000;

export interface Section {
  readonly key: string;
  /** What wrote it: later attempts and runs replace earlier ones. */
  readonly runId: number;
  readonly attempt: number;
  readonly text: string;
}

/** Finds the comment again; `workflow` is the workflow file's path. */
export function commentMarker(workflow: string): string {
  return `<!-- latency-gate comment ${JSON.stringify(workflow).replaceAll('--', '-\\u002d')} -->`;
}

export function renderSection(report: Report, runId: number, attempt: number): Section {
  return { key: report.key, runId, attempt, text: renderBody(report, LONGEST_COMMENT - RESERVED_FOR_MARKERS) };
}

/** The comment's body with that section put in its place; the other gates' sections stay as they are. */
export function mergeSection(marker: string, existing: string, section: Section): string {
  const others = parseSections(existing).filter((other) => other.key !== section.key);
  const sections = [...others, section].sort((a, b) => (a.key < b.key ? -1 : 1));
  const body = [marker, ...sections.map(encodeSection)].join('\n');
  if (body.length <= LONGEST_COMMENT) return body;
  const room = Math.floor(LONGEST_COMMENT / sections.length) - 300;
  return [marker, ...sections.map((item) => encodeSection({ ...item, text: shorten(item.text, room) }))].join('\n');
}

/** The sections of a comment written by `mergeSection`. */
export function parseSections(body: string): readonly Section[] {
  const pattern = /<!-- latency-gate section (\{.*?\}) -->\n([\s\S]*?)\n<!-- latency-gate end -->/g;
  return [...body.matchAll(pattern)].flatMap(([, head = '{}', text = '']) => {
    const parsed: unknown = JSON.parse(head);
    return isHead(parsed) ? [{ ...parsed, text }] : [];
  });
}

function encodeSection({ key, runId, attempt, text }: Section): string {
  const head = JSON.stringify({ key, runId, attempt }).replaceAll('--', '-\\u002d');
  return `<!-- latency-gate section ${head} -->\n${text.trimEnd()}\n<!-- latency-gate end -->`;
}

function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text.lastIndexOf('\n\n', longest);
  return text.slice(0, cut > 0 ? cut : longest);
}

function isHead(value: unknown): value is Omit<Section, 'text'> {
  return typeof value === 'object' && value !== null && 'key' in value && 'runId' in value && 'attempt' in value;
}
