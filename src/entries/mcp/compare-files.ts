// The tool compare_files: the decision on two files alone, as the command `compare` makes it.

import * as z from 'zod';
import type { ReadingTool } from '../../adapters/mcp/serve.ts';
import { GateError, messageOf } from '../../domain/errors.ts';
import { decodeRecord } from '../../formats/run-record.ts';
import { decodeSeries } from '../../formats/series-file.ts';
import { explain } from '../../rendering/why.ts';
import { judgeRecords, judgeSeries } from '../judge.ts';
import { type Place, readInside } from './read-inside.ts';

const Paths = z.union([z.string(), z.array(z.string()).min(1).max(200)]).transform((paths) => [paths].flat());

const Input = z.strictObject({
  baseline: Paths.optional().describe('Run records (latency-gate/run@1) of mode record, oldest first.'),
  candidate: Paths.optional().describe('Run records of the candidate.'),
  numbers: z
    .string()
    .optional()
    .describe('Instead of both: a file {"metric", "unit", "better": "lower", "history": […], "candidate": […]}.'),
  max_regression: z.string().optional().describe('How much worse it may get: 5%, 0.5 ms, latency: 3%.'),
});

export function compareFiles(place: Place): ReadingTool {
  return {
    name: 'compare_files',
    title: 'Compare two files',
    description:
      'Decides whether the numbers in one file are worse than those in another, with interval and reason. Takes run records, or plain numbers of any tool. Measures nothing.',
    input: Input,
    async answer(given) {
      const { baseline, candidate, numbers, max_regression: limit } = Input.parse(given);
      const inputs = limit === undefined ? {} : { 'max-regression': limit };
      const records = baseline !== undefined && candidate !== undefined && numbers === undefined;
      if (!records && (numbers === undefined || baseline !== undefined || candidate !== undefined)) {
        const advice = 'Give baseline and candidate (run records), or numbers alone.';
        throw new GateError(
          'invalid-input',
          'compare_files: found neither two records nor one file of numbers.',
          advice,
        );
      }
      const results =
        numbers === undefined
          ? judgeRecords({
              inputs,
              history: await readRecords(baseline, place),
              candidate: await readRecords(candidate, place),
            })
          : judgeSeries(inputs, await read(numbers, place, decodeSeries));
      return {
        text: results
          .map(({ model, device, comparison }) => {
            const where = model === undefined ? '' : ` of ${model} on ${device}`;
            return `${comparison.metric.label}${where}: ${comparison.verdict}. ${explain(comparison, undefined)}`;
          })
          .join('\n'),
        data: {
          comparisons: results.map(({ comparison, ...where }) => ({
            ...where,
            ...comparison,
            metric: comparison.metric.name,
          })),
        },
      };
    },
  };
}

function readRecords(paths: readonly string[] = [], place: Place) {
  return Promise.all(paths.map((path) => read(path, place, decodeRecord)));
}

async function read<T>(path: string, place: Place, decode: (text: string) => T): Promise<T> {
  const text = await readInside(path, place);
  try {
    return decode(text);
  } catch (error) {
    const advice = 'Give a run record (latency-gate/run@1), or plain numbers as "numbers".';
    throw new GateError('record-unreadable', `"${path}" cannot be read: ${messageOf(error)}.`, advice, error);
  }
}
