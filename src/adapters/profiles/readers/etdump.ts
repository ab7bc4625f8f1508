// ExecuTorch's ETDump as JSON (the flatbuffer's own, by its schema); times in ticks, nanoseconds by default.

import { median, quantile } from '../../../domain/statistics.ts';
import { countLayers } from '../layer-values.ts';
import { hasKeys, ownReadings, type Reader, reading, toNumber } from '../reader.ts';

interface Event {
  readonly name: string;
  readonly instruction: number;
  readonly delegate: string;
  readonly timeNs: number;
}

/** The profiled spans of one run. */
function eventsOf(run: unknown): readonly Event[] {
  const events = hasKeys(run) && Array.isArray(run['events']) ? run['events'] : [];
  return events.flatMap((event) => {
    const profile = hasKeys(event) ? event['profile_event'] : undefined;
    if (!hasKeys(profile, 'name')) return [];
    const [start, end] = [toNumber(profile['start_time']), toNumber(profile['end_time'])];
    if (start === undefined || end === undefined) return [];
    const delegate = typeof profile['delegate_debug_id_str'] === 'string' ? profile['delegate_debug_id_str'] : '';
    const instruction = toNumber(profile['instruction_id']) ?? -1;
    return [{ name: String(profile['name']), instruction, delegate, timeNs: end - start }];
  });
}

export const etdump: Reader = {
  tool: 'ExecuTorch ETDump',
  format: 'JSON of its schema',
  reads: ['latency', 'latency_p95', 'load_time', 'layers_cpu', 'layers_gpu', 'layers_npu'],
  environment: [],
  samples: true,
  fixture: { file: 'etdump.json', by: null },
  recognises: ({ json }) =>
    hasKeys(json, 'run_data') && [json['run_data']].flat().some((run) => hasKeys(run, 'events')),
  read: ({ json }) => {
    const events = (hasKeys(json, 'run_data') ? [json['run_data']].flat() : []).flatMap(eventsOf);
    const of = (name: string) => events.filter((event) => event.name === name).map(({ timeNs }) => timeNs);
    const runs = of('Method::execute');
    if (runs.length === 0) return { benchmarks: [{ name: '', readings: [], failure: 'it holds no Method::execute' }] };
    const calls = events.filter(({ name }) => name === 'OPERATOR_CALL' || name === 'DELEGATE_CALL');
    const layers = [...new Set(calls.map(({ instruction }) => instruction))].map((instruction) => {
      const own = calls.filter((call) => call.instruction === instruction);
      const delegated = own[0]?.name === 'DELEGATE_CALL';
      return {
        name: String(instruction),
        operator: delegated ? own[0]?.delegate || 'delegate' : 'operator',
        unit: delegated ? 'delegate' : 'CPU',
        timeMs: median(own.map(({ timeNs }) => timeNs)) / 1e6,
      };
    });
    return {
      benchmarks: [
        {
          name: '',
          layers,
          readings: [
            ...reading('latency', median(runs), 'ns', { statistic: 'median', samples: runs }),
            ...(runs.length < 2 ? [] : reading('latency_p95', quantile(runs, 0.95), 'ns')),
            ...reading('load_time', of('Program::load_method')[0], 'ns'),
            ...ownReadings(countLayers(layers)),
          ],
        },
      ],
      unread: ['the time scale: ticks are taken for nanoseconds, the default'],
    };
  },
};
