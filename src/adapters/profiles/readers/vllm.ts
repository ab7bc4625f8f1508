// vLLM `bench serve`: one JSON object a run, or one a line with --append-result; times in milliseconds.

import { distinguish } from '../distinguish.ts';
import { type Benchmark, facts, hasKeys, type Reader, type Reading, reading, toNumber } from '../reader.ts';
import type { ResultFile } from '../result-file.ts';

type Row = ResultFile['rows'][number];

const PARAMETERS = ['backend', 'model_id', 'request_rate', 'max_concurrency', 'num_prompts', 'total_input_tokens'];

/** The median; the mean where an older version tells no median. */
function typical(name: 'ttft' | 'tpot' | 'itl', row: Row): readonly Reading[] {
  const told = reading(name, row[`median_${name}_ms`], 'ms', { statistic: 'median' });
  return told.length > 0 ? told : reading(name, row[`mean_${name}_ms`], 'ms', { statistic: 'mean' });
}

function toBenchmark(name: string, row: Row): Benchmark {
  const completed = toNumber(row['completed']);
  if (completed === 0) return { name, readings: [], failure: 'no request was completed' };
  const wanted = toNumber(row['num_prompts']);
  const failed =
    toNumber(row['failed']) ?? (wanted === undefined || completed === undefined ? undefined : wanted - completed);
  return {
    name,
    readings: [
      ...typical('ttft', row),
      ...reading('ttft_p99', row['p99_ttft_ms'], 'ms'),
      ...typical('tpot', row),
      ...reading('tpot_p99', row['p99_tpot_ms'], 'ms'),
      ...typical('itl', row),
      ...reading('latency', row['median_e2el_ms'], 'ms', { statistic: 'median' }),
      ...reading('throughput', row['request_throughput'], 'requests/s'),
      ...reading('tokens_per_second', row['output_throughput'], 'tokens/s'),
      ...reading('failures', failed, ''),
    ],
  };
}

export const vllm: Reader = {
  tool: 'vLLM bench serve',
  format: 'JSON (`--save-result`), JSON lines (`--append-result`)',
  reads: ['ttft', 'ttft_p99', 'tpot', 'tpot_p99', 'itl', 'latency', 'throughput', 'tokens_per_second', 'failures'],
  environment: ['server', 'served_model', 'request_rate', 'max_concurrency', 'prompts'],
  samples: false,
  fixture: { file: 'vllm.json', by: null },
  recognises: ({ rows }) =>
    hasKeys(rows[0], 'output_throughput') && (hasKeys(rows[0], 'mean_ttft_ms') || hasKeys(rows[0], 'median_ttft_ms')),
  read: ({ rows }) => {
    const parameters = (row: Row) => Object.fromEntries(PARAMETERS.map((key) => [key, row[key]]));
    const names = distinguish(
      rows.map((row) => ({ name: rows.length > 1 ? 'serve' : '', parameters: parameters(row) })),
    );
    const [first = {}] = rows;
    return {
      benchmarks: rows.map((row, index) => toBenchmark(names[index] ?? '', row)),
      environment: facts({
        server: first['backend'],
        served_model: first['model_id'],
        ...(rows.length > 1
          ? {}
          : {
              request_rate: first['request_rate'],
              max_concurrency: first['max_concurrency'],
              prompts: first['num_prompts'],
            }),
      }),
    };
  },
};
