// OpenVINO's benchmark_app: its report (`-json_stats`), from the Python and the C++ program.

import * as z from 'zod';
import { check, facts, hasKeys, type Reader, reading, toNumber } from '../reader.ts';

const Section = z.record(z.string(), z.unknown()).default({});
const Report = z.looseObject({ execution_results: z.record(z.string(), z.unknown()), configuration_setup: Section });

/** The Python program rounds to hundredths of a millisecond. */
const FINEST_MS = 0.5;

export const openvinoReport: Reader = {
  tool: 'OpenVINO benchmark_app',
  format: 'JSON report (`-json_stats -report_type …`)',
  reads: ['latency', 'latency_mean', 'throughput', 'first_inference', 'load_time', 'compile_time'],
  environment: ['target_device', 'api', 'precision', 'batch_size', 'requests'],
  samples: false,
  fixture: { file: 'openvino-report.json', by: 'OpenVINO benchmark_app 2026.4.1' },
  recognises: ({ json }) => hasKeys(json, 'execution_results') && hasKeys(json['execution_results'], 'throughput'),
  read: ({ json }) => {
    const { execution_results: told, configuration_setup: setup } = check(Report, json);
    const latency = toNumber(told['latency_median'] ?? told['latency (ms)'] ?? told['latency']);
    return {
      benchmarks: [
        {
          name: '',
          readings: [
            ...reading('latency', latency, 'ms', { statistic: 'median' }),
            ...reading('latency_mean', told['latency_average'] ?? told['avg latency'], 'ms'),
            ...reading('throughput', told['throughput'], '/s'),
            ...reading('first_inference', told['first inference time (ms)'] ?? told['first_inference_time'], 'ms'),
            ...reading('load_time', told['read model time (ms)'] ?? told['read_model_time'], 'ms'),
            ...reading('compile_time', told['compile model time (ms)'] ?? told['compile_model_time'], 'ms'),
          ],
        },
      ],
      environment: facts({
        target_device: setup['target device'] ?? setup['target_device'],
        api: setup['API'] ?? setup['api'],
        precision: setup['precision'],
        batch_size: setup['batch size'] ?? setup['batch_size'],
        requests: setup['number of parallel infer requests'] ?? setup['nireq'],
      }),
      unread:
        latency !== undefined && latency < FINEST_MS && 'latency (ms)' in told
          ? ['digits of the latency: the report rounds to 0.01 ms; the tool prints more, keep its output instead']
          : [],
    };
  },
};
