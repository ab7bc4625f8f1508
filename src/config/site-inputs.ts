// The inputs of modes that look back over many records.

import { input } from './input.ts';
import { parseInteger, parseList, parseText } from './values.ts';

/** Of mode site. */
export const SITE_INPUTS = {
  'site-folder': input(parseText, 'latency-gate-site', 'For mode site: the folder that the pages are written to.'),
  'site-history': input(
    parseList,
    undefined,
    'For mode site: where earlier history is read from, files, folders or https addresses; the address of the published site keeps it beyond the life of artifacts.',
  ),
} as const;

/** Of mode bisect. */
export const BISECT_INPUTS = {
  metric: input(parseText, 'latency', 'For mode bisect: the metric whose level changed.'),
  'max-pairs': input(
    parseInteger(4, 10_000),
    '200',
    'For mode bisect: pairs of models to measure at most, for each model and device.',
  ),
  build: input(
    parseText,
    undefined,
    'For mode bisect: a line for the shell that builds the model in a worktree of a commit, where the recorded one is not kept. Needs the whole history (fetch-depth: 0).',
  ),
} as const;
