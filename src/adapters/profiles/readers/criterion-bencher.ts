// criterion.rs and Rust's own test harness: the lines of their bencher output.

import { type Reader, reading } from '../reader.ts';

const LINE = /^test (.+?) \.\.\. bench:\s+([\d,.]+) (ns|us|µs|ms|s)\/iter/gm;

export const criterionBencher: Reader = {
  tool: 'criterion, libtest',
  format: 'bencher output (`--output-format bencher`)',
  reads: ['latency'],
  environment: [],
  samples: false,
  fixture: { file: 'criterion-bencher.txt', by: 'criterion 0.5.1' },
  recognises: ({ json, text }) => json === undefined && text.search(LINE) >= 0,
  read: ({ text }) => {
    const lines = [...text.matchAll(LINE)];
    return {
      benchmarks: lines.map(([, name = '', value = '', unit = 'ns']) => ({
        name,
        readings: reading('latency', value.replaceAll(',', ''), unit, { statistic: 'median' }),
      })),
    };
  },
};
