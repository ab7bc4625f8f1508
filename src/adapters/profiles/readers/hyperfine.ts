// hyperfine: each command with the wall-clock times of its runs, in seconds; JSON or CSV.

import * as z from 'zod';
import { median, quantile } from '../../../domain/statistics.ts';
import { distinguish } from '../distinguish.ts';
import {
  type Benchmark,
  check,
  type FileContent,
  hasKeys,
  type Reader,
  reading,
  toNumber,
  toNumbers,
} from '../reader.ts';

const Result = z.looseObject({ command: z.string() });

function read(rows: readonly unknown[]): FileContent {
  const results = check(z.array(Result).min(1), rows);
  const names = distinguish(results.map((result) => ({ name: result.command, parameters: parametersOf(result) })));
  return { benchmarks: results.map((result, index) => toBenchmark(names[index] ?? result.command, result)) };
}

/** In CSV each parameter is a column of its own. */
function parametersOf(result: z.output<typeof Result>): Readonly<Record<string, unknown>> {
  const { parameters } = result;
  if (hasKeys(parameters)) return parameters;
  return Object.fromEntries(Object.entries(result).filter(([name]) => name.startsWith('parameter_')));
}

/** A run that failed makes the whole benchmark a failed one. */
function toBenchmark(name: string, result: z.output<typeof Result>): Benchmark {
  const codes = Array.isArray(result['exit_codes']) ? result['exit_codes'] : [];
  if (codes.some((code) => code !== 0)) return { name, readings: [], failure: 'it failed in one of its runs' };
  const times = toNumbers(result['times']);
  const middle = times.length > 0 ? median(times) : toNumber(result['median']);
  const cpu = [toNumber(result['user']), toNumber(result['system'])];
  return {
    name,
    readings: [
      ...reading('latency', middle ?? result['mean'], 's', {
        statistic: middle === undefined ? 'mean' : 'median',
        samples: times,
      }),
      ...reading('latency_mean', result['mean'], 's'),
      ...(times.length < 2 ? [] : reading('latency_p95', quantile(times, 0.95), 's')),
      ...(cpu.includes(undefined) ? [] : reading('cpu_time', (cpu[0] ?? 0) + (cpu[1] ?? 0), 's')),
    ],
  };
}

export const hyperfine: Reader = {
  tool: 'hyperfine',
  format: 'JSON (`--export-json`), CSV (`--export-csv`)',
  reads: ['latency', 'latency_mean', 'latency_p95', 'cpu_time'],
  environment: [],
  samples: true,
  fixture: { file: 'hyperfine.json', by: 'hyperfine 1.15.0' },
  recognises: ({ json, rows }) =>
    json === undefined
      ? hasKeys(rows[0], 'command', 'mean', 'user', 'system')
      : hasKeys(json, 'results') && [json['results']].flat().some((result) => hasKeys(result, 'command')),
  read: ({ json, rows }) => read(hasKeys(json, 'results') ? [json['results']].flat() : rows),
};
