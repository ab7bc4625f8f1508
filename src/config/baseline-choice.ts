// The input `baseline`: from its text to what is compared with.

import type { BaselineChoice } from '../domain/baseline.ts';
import { refuse } from './place.ts';
import { type Parser, parser } from './values.ts';

/** `auto`, `latest`, a commit, a tag, or `run:<id>`. */
export const parseBaseline: Parser<BaselineChoice> = parser({ type: ['string', 'number'] }, (text, place) => {
  if (text === 'auto' || text === 'latest') return { kind: text };
  if (text.startsWith('run:') && text.length > 'run:'.length) return { kind: 'run', id: text.slice('run:'.length) };
  if (/^[^-\s\p{Cc}~^:?*[\\][^\s\p{Cc}~^:?*[\\]*$/u.test(text)) return { kind: 'commit', ref: text };
  throw refuse(place, text, 'auto, latest, a commit, a tag, or run:<id>');
});
