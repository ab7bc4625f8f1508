// The inputs of modes that look back over many records.

import { input } from './input.ts';
import { parseList, parseText } from './values.ts';

/** Of mode site. */
export const SITE_INPUTS = {
  'site-folder': input(parseText, 'latency-gate-site', 'For mode site: the folder that the pages are written to.'),
  'site-history': input(
    parseList,
    undefined,
    'For mode site: where earlier history is read from, files, folders or https addresses; the address of the published site keeps it beyond the life of artifacts.',
  ),
} as const;
