// The options of the backend results, as a user writes them in the input `options`.

import * as z from 'zod';
import { RESULT_OPTIONS } from '../profiles/result-options.ts';

/** `options` of the backend results. Strict: a misspelt key is an error. */
export const ResultsOptionsSchema = z.strictObject(RESULT_OPTIONS);

export type ResultsOptions = z.output<typeof ResultsOptionsSchema>;
