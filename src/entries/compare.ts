// The command `compare`: decides on files alone. No device, no network, no git.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { print, printJson } from '../adapters/runner/streams.ts';
import type { FullRecord } from '../app/modes/compare-records.ts';
import { readInput } from '../config/config.ts';
import type { Series } from '../decision/compare-series.ts';
import { isNotShown } from '../domain/comparison.ts';
import { GateError, messageOf } from '../domain/errors.ts';
import { effectsOf, outcomeOf } from '../domain/outcome.ts';
import { encodeComparisons, type PlacedComparison } from '../formats/comparison-file.ts';
import { decodeRecord } from '../formats/run-record.ts';
import { decodeSeries } from '../formats/series-file.ts';
import { renderComparisons } from '../rendering/terminal.ts';
import { judgeRecords, judgeSeries } from './judge.ts';
import type { Request } from './program.ts';

/** Prints the verdicts; answers the exit code. */
export async function compare({ inputs, flags, operands }: Request): Promise<number> {
  const listOf = (name: string) => [flags[name] ?? []].flat().map(String);
  const args = { inputs, history: listOf('history'), candidate: listOf('candidate'), series: operands };
  const records = args.history.length + args.candidate.length > 0;
  if (records && args.series.length > 0) {
    const advice = 'Give either records (--history, --candidate) or files in the plain form.';
    throw new GateError('invalid-input', `compare: found records and "${args.series[0]}".`, advice);
  }
  const results = records
    ? judgeRecords({
        inputs,
        history: await readRecords('history', args.history),
        candidate: await readRecords('candidate', args.candidate),
      })
    : judgeSeries(inputs, await readAllSeries(args.series));
  if (flags['json'] === true) printJson(encodeComparisons(results));
  else print(render(results));
  const comparisons = results.map(({ comparison }) => comparison);
  const notShown = comparisons.some(isNotShown);
  return effectsOf(outcomeOf(comparisons), 'gate', readInput('fail-on', inputs), { notShown }).exitCode;
}

/** Files in the plain form; none: standard input. */
async function readAllSeries(paths: readonly string[]): Promise<readonly Series[]> {
  const items: Series[] = [];
  for (const path of paths.length === 0 ? ['-'] : paths) items.push(...(await readSeries(path)));
  return items;
}

async function readSeries(path: string) {
  const name = path === '-' ? 'standard input' : path;
  try {
    return decodeSeries(path === '-' ? await text(process.stdin) : await readFile(resolve(path), 'utf8'));
  } catch (error) {
    const why = messageOf(error);
    const advice =
      'Give {"metric": "latency", "unit": "ms", "better": "lower", "history": [oldest … newest], "candidate": […]}, ' +
      'an array of such objects or one a line; or run records as --history and --candidate.';
    throw new GateError('record-unreadable', `compare: ${name} cannot be read: ${why}.`, advice, error);
  }
}

async function readRecords(flag: string, paths: readonly string[]): Promise<readonly FullRecord[]> {
  if (paths.length === 0) {
    throw new GateError('invalid-input', `${flag}: no file was given.`, `Give run records: --${flag} run.json`);
  }
  return Promise.all(paths.map((path) => readRecord(flag, path)));
}

async function readRecord(flag: string, path: string): Promise<FullRecord> {
  try {
    return decodeRecord(await readFile(resolve(path), 'utf8'));
  } catch (error) {
    const why = messageOf(error);
    const advice = 'Give a file that a run in mode record or gate kept (latency-gate/run@1).';
    throw new GateError('record-unreadable', `${flag}: ${path} cannot be read: ${why}.`, advice, error);
  }
}

/** One table for each model on each device; a plain series stands for itself. */
function render(results: readonly PlacedComparison[]): string {
  const groups = new Map<string, PlacedComparison[]>();
  for (const [index, result] of results.entries()) {
    const title =
      result.model === undefined
        ? `${result.comparison.metric.label} (${index + 1} of ${results.length})`
        : `${result.model} on ${result.device}`;
    groups.set(title, [...(groups.get(title) ?? []), result]);
  }
  return [...groups]
    .map(([title, group]) =>
      renderComparisons(
        title,
        group.map(({ comparison }) => comparison),
      ),
    )
    .join('\n');
}
