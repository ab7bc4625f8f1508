// What fits into the hub's fields. A value that is longer is cut, with a hash of the whole, so that two of them stay two.

import { createHash } from 'node:crypto';

/** UTF-16 units of a tag's or param's value. */
export const LONGEST_VALUE = 255;
const LONGEST_NAME = 255;
const LONGEST_PROJECT = 50;
const LONGEST_URL = 2048;
const HASH = 8;

/** Trimmed and cut; undefined where nothing is left, for the hub takes no empty value. */
export function fitValue(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === '' ? undefined : cut(trimmed, LONGEST_VALUE, '…');
}

/** A name of a param or metric: letters, digits, `_ - . $ ( ) / +` and spaces. */
export function fitName(name: string): string {
  return cut(name.replaceAll(/[^\p{L}\p{N}_\-.$()/+ ]/gu, '_').trim(), LONGEST_NAME, '-');
}

/** A project's name. */
export function fitProject(name: string): string {
  return cut(name.trim(), LONGEST_PROJECT, '-');
}

export function fitsUrl(url: string): boolean {
  return url.length <= LONGEST_URL && /^https?:\/\//.test(url) && URL.canParse(url);
}

function cut(text: string, most: number, mark: string): string {
  if (text.length <= most) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH);
  // Half of a surrogate pair is no character.
  const kept = text.slice(0, most - HASH - mark.length).replace(/[\ud800-\udbff]$/, '');
  return kept.trimEnd() + mark + hash;
}
