// The custom JSON of github-action-benchmark: a list of names with unit and value. Each is a metric; the direction is
// not in the file, so that of a unit is taken, or it is asked for.

import { toMetricName } from '../../../domain/metric.ts';
import { hasKeys, namedReading, type Reader } from '../reader.ts';

export const customJson: Reader = {
  tool: 'github-action-benchmark',
  format: 'custom JSON (`customSmallerIsBetter`, `customBiggerIsBetter`)',
  reads: [],
  readsToo:
    'each entry as a metric named after it; better when lower for times, sizes and energy, when higher for rates; else declared under `metrics`, or by the option `better`',
  environment: [],
  samples: false,
  fixture: { file: 'custom.json', by: null },
  recognises: ({ json, rows }) =>
    Array.isArray(json) && rows.length > 0 && rows.every((row) => hasKeys(row, 'name', 'unit', 'value')),
  read: ({ rows }, options) => {
    const names = rows.map((row) => toMetricName(String(row['name'])));
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new Error(`it holds two values named "${twice}"; give each a name of its own`);
    const readings = rows.flatMap((row) =>
      namedReading(String(row['name']), row['value'], String(row['unit']), options),
    );
    return { benchmarks: [{ name: '', readings }] };
  },
};
