// Opens a file that another tool wrote: UTF-8 or UTF-16 with or without a byte order mark; JSON, also after log lines
// and with NaN in it; JSON lines; CSV; else text.

import { messageOf } from '../../domain/errors.ts';
import { parseCsv } from './csv.ts';

export interface ResultFile {
  /** As the user named it; a few tools tell more by their folders than by their files. */
  readonly name: string;
  readonly bytes: Buffer;
  readonly text: string;
  /** Undefined where it is no single JSON value. */
  readonly json: unknown;
  /** The objects of a JSON array, of JSON lines or of a CSV table; one for a single object, else none. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Throws an Error where it is empty, or JSON that breaks off. */
export function openResultFile(name: string, bytes: Buffer): ResultFile {
  if (bytes.length === 0) throw new Error('it is empty');
  const text = decodeText(bytes);
  const lines = readJsonLines(text);
  if (lines.length > 1) return { name, bytes, text, json: undefined, rows: lines };
  const json = findJson(text);
  if (json !== undefined) return { name, bytes, text, json, rows: [json].flat().filter(isObject) };
  refuseBroken(text);
  return { name, bytes, text, json: undefined, rows: parseCsv(text) };
}

function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le').slice(1);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  // PowerShell redirects as UTF-16; without a mark every second byte of plain text is zero.
  if (bytes.length > 3 && bytes[1] === 0 && bytes[3] === 0) return bytes.toString('utf16le');
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** Where a file is JSON from some line on, that line is among the first ones that look like it. */
const MOST_STARTS = 20;

function findJson(text: string): unknown {
  const whole = tryJson(text.trim());
  if (whole !== undefined) return whole;
  const starts = [...text.matchAll(/^[ \t]*[[{]/gm)].slice(0, MOST_STARTS);
  for (const { index } of starts) {
    const rest = text.slice(index).trimEnd();
    const ends = [rest, rest.slice(0, Math.max(rest.lastIndexOf('\n}'), rest.lastIndexOf('\n]')) + 2)];
    for (const candidate of ends) {
      const value = tryJson(candidate);
      if (typeof value === 'object' && value !== null) return value;
    }
  }
  return undefined;
}

/** Every line that is an object by itself, where at least all that begin like one are; other lines are a log's. */
function readJsonLines(text: string): readonly Readonly<Record<string, unknown>>[] {
  const lines = text.split(/\r?\n/).filter((line) => line.startsWith('{'));
  // Of a text that is one object over many lines only the first one begins like this.
  if (lines.length < 2) return [];
  const rows = lines.map((line) => tryJson(line)).filter(isObject);
  if (rows.length === lines.length) return rows;
  if (rows.length > 0)
    throw new Error(`it is broken JSON: ${lines.length - rows.length} of ${lines.length} lines break off`);
  return [];
}

/** What begins like JSON and is none breaks off; a log line in brackets does not begin so. */
function refuseBroken(text: string): void {
  if (!/^\s*(?:\{|\[\s*[\]{["\d-])/.test(text)) return;
  throw new Error(`it is broken JSON: ${whyBroken(text)}`);
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Python, C++ and Java write numbers that JSON does not have.
    if (!/[[,:\s]-?(?:NaN|nan|Infinity|inf)\b/.test(text)) return undefined;
  }
  try {
    return JSON.parse(text.replaceAll(/([[,:]\s*)-?(?:NaN|nan|Infinity|inf)(?=\s*[\],}])/g, '$1null'));
  } catch {
    return undefined;
  }
}

function whyBroken(text: string): string {
  try {
    JSON.parse(text);
    return 'it breaks off';
  } catch (error) {
    return messageOf(error).slice(0, 200);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
