// criterion.rs: the estimates.json that it leaves below target/, and the messages of cargo-criterion.

import { distinguish } from '../distinguish.ts';
import { hasKeys, type Reader, reading, toNumber, toNumbers } from '../reader.ts';

/** One estimate as criterion writes it: `{point_estimate}` in its own files, `{estimate, unit}` in messages. */
function estimateOf(value: unknown): unknown {
  return hasKeys(value) ? (value['point_estimate'] ?? value['estimate']) : undefined;
}

export const criterionEstimates: Reader = {
  tool: 'criterion',
  format: '`target/criterion/…/new/estimates.json`',
  reads: ['latency', 'latency_mean'],
  environment: [],
  samples: false,
  fixture: { file: 'criterion/fib/10/new/estimates.json', by: 'criterion 0.5.1' },
  recognises: ({ json }) =>
    hasKeys(json, 'mean', 'median', 'median_abs_dev') && hasKeys(json['median'], 'point_estimate'),
  read: ({ json, name }) => ({
    benchmarks: [
      {
        name: /criterion\/(.+)\/(?:new|base)\/estimates\.json$/.exec(name.replaceAll('\\', '/'))?.[1] ?? '',
        readings: hasKeys(json)
          ? [
              ...reading('latency', estimateOf(json['median']), 'ns', { statistic: 'median' }),
              ...reading('latency_mean', estimateOf(json['mean']), 'ns'),
            ]
          : [],
      },
    ],
  }),
};

export const cargoCriterion: Reader = {
  tool: 'cargo-criterion',
  format: 'JSON lines (`--message-format=json`)',
  reads: ['latency', 'latency_mean'],
  environment: [],
  samples: true,
  fixture: { file: 'cargo-criterion.jsonl', by: null },
  recognises: ({ rows }) => rows.some((row) => row['reason'] === 'benchmark-complete' && hasKeys(row, 'id', 'typical')),
  read: ({ rows }) => {
    const done = rows.filter((row) => row['reason'] === 'benchmark-complete');
    const names = distinguish(done.map((row) => ({ name: String(row['id']), parameters: {} })));
    return {
      benchmarks: done.map((row, index) => {
        const unit = hasKeys(row['median'], 'unit') ? String(row['median']['unit']) : 'ns';
        const counts = toNumbers(row['iteration_count']);
        const samples = toNumbers(row['measured_values']).map((value, at) => value / (counts[at] || 1));
        return {
          name: names[index] ?? '',
          readings: [
            ...reading('latency', estimateOf(row['median']), unit, { statistic: 'median', samples }),
            ...reading('latency_mean', toNumber(estimateOf(row['mean'])), unit),
          ],
        };
      }),
    };
  },
};
