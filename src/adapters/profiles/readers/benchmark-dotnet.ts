// BenchmarkDotNet (JsonExporter); nanoseconds. `HostEnvironmentInfo` is the environment.

import * as z from 'zod';
import { check, facts, hasKeys, type Reader, reading, toNumbers } from '../reader.ts';

const File = z.looseObject({
  HostEnvironmentInfo: z.record(z.string(), z.unknown()).default({}),
  Benchmarks: z.array(z.looseObject({ FullName: z.string().optional(), DisplayInfo: z.string().optional() })),
});

export const benchmarkDotnet: Reader = {
  tool: 'BenchmarkDotNet',
  format: 'JSON (`--exporters json`)',
  reads: ['latency', 'latency_mean', 'latency_p95'],
  environment: ['cpu', 'os', 'runtime', 'arch', 'build_type', 'cores'],
  samples: true,
  fixture: { file: 'benchmark-dotnet.json', by: null },
  recognises: ({ json }) => hasKeys(json, 'HostEnvironmentInfo', 'Benchmarks'),
  read: ({ json }) => {
    const { HostEnvironmentInfo: host, Benchmarks: benchmarks } = check(File, json);
    return {
      benchmarks: benchmarks.map((one) => {
        const name = one.FullName ?? one.DisplayInfo ?? '';
        const statistics = one['Statistics'];
        if (!hasKeys(statistics)) return { name, readings: [], failure: 'it has no statistics: it failed' };
        const samples = toNumbers(statistics['OriginalValues']);
        const percentiles = hasKeys(statistics['Percentiles']) ? statistics['Percentiles'] : {};
        return {
          name,
          readings: [
            ...reading('latency', statistics['Median'], 'ns', { statistic: 'median', samples }),
            ...reading('latency_mean', statistics['Mean'], 'ns'),
            ...reading('latency_p95', percentiles['P95'], 'ns'),
          ],
        };
      }),
      environment: facts({
        cpu: host['ProcessorName'],
        os: host['OsVersion'],
        runtime: host['RuntimeVersion'],
        arch: host['Architecture'],
        build_type: host['Configuration'],
        cores: host['LogicalCoreCount'],
      }),
    };
  },
};
