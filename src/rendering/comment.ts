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

export function renderSection(
  report: Report,
  { id: runId, attempt, step }: { readonly id: number; readonly attempt: number; readonly step: string },
): Section {
  return { key: report.key, runId, attempt, step, text: renderBody(report, LONGEST_COMMENT - RESERVED_FOR_MARKERS) };
}

/**
 * The sections that belong into the comment, in the order of their keys: of the newest workflow run among them, each in
 * its newest attempt. What an older run wrote was about an older commit.
 */
export function newestSections(sections: readonly Section[]): readonly Section[] {
  const newestRun = Math.max(...sections.map(({ runId }) => runId));
  const byKey = new Map<string, Section>();
  for (const section of sections.filter(({ runId }) => runId === newestRun)) {
    const place = placeOf(section);
    const known = byKey.get(place);
    if (known === undefined || known.attempt <= section.attempt) byKey.set(place, section);
  }
  return [...byKey.values()].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** What a section is replaced by: one of the same key and step. Two steps that share a key both stand. */
export function placeOf({ key, step = '' }: Section): string {
  return `${key}\0${step}`;
}

/** What a person wrote above the marker; it stays where it is. */
export function noteAbove(body: string, marker: string): string {
  const at = body.indexOf(marker);
  return at <= 0 || at > LONGEST_NOTE_ABOVE ? '' : body.slice(0, at);
}

const LONGEST_NOTE_ABOVE = 20_000;

/** The comment's body; sections that are too long together are shortened alike, and at the very end left out. */
export function renderComment(marker: string, sections: readonly Section[], note = ''): string {
  const top = note + marker;
  const whole = [top, ...sections.map(encodeSection)].join('\n');
  if (whole.length <= LONGEST_COMMENT) return whole;
  const each = Math.floor((LONGEST_COMMENT - top.length) / sections.length) - LONGEST_HEAD;
  const short = sections.map((section) =>
    encodeSection({ ...section, text: shorten(section.text, Math.max(0, each)) }),
  );
  let body = top;
  let shown = 0;
  for (const text of short) {
    if (body.length + text.length + LONGEST_NOTE > LONGEST_COMMENT) break;
    body += `\n${text}`;
    shown += 1;
  }
  const rest = sections.length - shown;
  return rest === 0 ? body : `${body}\n\n_${rest} more sections do not fit here; see the checks and the workflow run._`;
}

/** What stands around a section's text, with a long key. */
const LONGEST_HEAD = 400;
const LONGEST_NOTE = 200;

/** The sections of a comment written by `renderComment`. */
export function parseSections(body: string): readonly Section[] {
  const pattern = /<!-- latency-gate section (\{.*?\}) -->\n([\s\S]*?)\n<!-- latency-gate end -->/g;
  return [...body.matchAll(pattern)].flatMap(([, head = '{}', text = '']) => {
    const parsed = parseHead(head);
    return parsed === undefined ? [] : [{ ...parsed, text }];
  });
}

function encodeSection({ key, runId, attempt, step, text }: Section): string {
  const head = JSON.stringify({ key, runId, attempt, step }).replaceAll('--', '-\\u002d');
  return `<!-- latency-gate section ${head} -->\n${withoutMarkers(text).trimEnd()}\n<!-- latency-gate end -->`;
}

/** What a section says must not be taken for the comment's own structure. */
function withoutMarkers(text: string): string {
  return text.replaceAll(/<!--(?=\s*latency-gate)/gi, '<!-- not');
}

/** Whole parts from the top as far as they fit, and the headline in any case; a folded part stays whole. */
function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const [headline = '', ...parts] = topLevelParts(text);
  let kept = headline.split('\n')[0]?.slice(0, Math.max(longest, SHORTEST)) ?? '';
  for (const part of parts) {
    if (kept.length + part.length + SHORTENED.length + 4 > longest) break;
    kept += `\n\n${part}`;
  }
  return `${kept}\n\n${SHORTENED}`;
}

const SHORTEST = 120;
const SHORTENED = '_Shortened; the report has everything._';

/** Parts between blank lines, none of which ends inside of what is folded. */
function topLevelParts(text: string): readonly string[] {
  const parts: string[] = [];
  let open = 0;
  for (const piece of text.split('\n\n')) {
    if (open > 0) parts.push(`${parts.pop()}\n\n${piece}`);
    else parts.push(piece);
    open += (piece.match(/<details>/g)?.length ?? 0) - (piece.match(/<\/details>/g)?.length ?? 0);
  }
  return parts;
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
