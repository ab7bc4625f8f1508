// vitest bench (--outputJson); milliseconds.

import * as z from 'zod';
import { check, hasKeys, type Reader, reading, toNumbers } from '../reader.ts';

const File = z.looseObject({
  files: z.array(
    z.looseObject({
      groups: z.array(
        z.looseObject({ fullName: z.string(), benchmarks: z.array(z.looseObject({ name: z.string() })) }),
      ),
    }),
  ),
});

export const vitestBench: Reader = {
  tool: 'vitest bench',
  format: 'JSON (`--outputJson`)',
  reads: ['latency', 'latency_mean', 'latency_p99'],
  environment: [],
  samples: false,
  fixture: { file: 'vitest-bench.json', by: 'vitest 4.1.12' },
  recognises: ({ json }) => hasKeys(json, 'files') && [json['files']].flat().some((file) => hasKeys(file, 'groups')),
  read: ({ json }) => {
    const groups = check(File, json).files.flatMap((file) => file.groups);
    return {
      benchmarks: groups.flatMap(({ fullName, benchmarks }) =>
        benchmarks.map((one) => {
          const name = `${fullName} > ${one.name}`;
          if (one['sampleCount'] === 0) return { name, readings: [], failure: 'it took no sample' };
          const statistic = one['median'] === undefined ? 'mean' : 'median';
          return {
            name,
            readings: [
              ...reading('latency', one[statistic], 'ms', { statistic, samples: toNumbers(one['samples']) }),
              ...reading('latency_mean', one['mean'], 'ms'),
              ...reading('latency_p99', one['p99'], 'ms'),
            ],
          };
        }),
      ),
    };
  },
};
