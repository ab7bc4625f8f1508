// The one table of metrics: their units, which way is better, and whether they decide anything by default.

/** Lower is better for times and sizes, higher for layers on an accelerator. */
export type Direction = 'lower' | 'higher';

/** `exact` metrics follow from the model's bytes; `sampled` ones differ from job to job. */
export type MetricKind = 'exact' | 'sampled';

export interface Metric {
  readonly name: string;
  /** How a report names it. */
  readonly label: string;
  /** `ms`, `MB` (1,000,000 bytes), `B` or empty for a count. Values are always in this unit. */
  readonly unit: string;
  readonly direction: Direction;
  readonly kind: MetricKind;
  /** Whether a regression of it can fail the gate by default. */
  readonly gates: boolean;
}

type Row = readonly [label: string, unit: string, direction: Direction, kind: MetricKind, gates: boolean];

const TABLE = {
  latency: ['latency', 'ms', 'lower', 'sampled', true],
  peak_memory: ['peak memory', 'MB', 'lower', 'sampled', true],
  model_size: ['model size', 'B', 'lower', 'exact', true],
  layers_cpu: ['layers on CPU', '', 'lower', 'exact', true],
  layers_gpu: ['layers on GPU', '', 'higher', 'exact', true],
  layers_npu: ['layers on NPU', '', 'higher', 'exact', true],
  latency_mean: ['latency, mean', 'ms', 'lower', 'sampled', false],
  latency_median: ['latency, median', 'ms', 'lower', 'sampled', false],
  latency_operators: ['latency, sum of operators', 'ms', 'lower', 'sampled', false],
  latency_p95: ['latency, p95', 'ms', 'lower', 'sampled', false],
  first_inference: ['first inference', 'ms', 'lower', 'sampled', false],
  load_time: ['load time', 'ms', 'lower', 'sampled', false],
  first_chunk: ['time to first chunk', 'ms', 'lower', 'sampled', false],
  tokens_in: ['input tokens', 'tokens', 'lower', 'sampled', true],
  tokens_out: ['output tokens', 'tokens', 'lower', 'sampled', true],
  tokens_total: ['tokens in all', 'tokens', 'lower', 'sampled', false],
  failures: ['failed executions', '', 'lower', 'exact', false],
} as const satisfies Record<string, Row>;

export type MetricName = keyof typeof TABLE;

/** Every metric, in the order in which reports list them. */
export const METRICS: readonly Metric[] = Object.entries(TABLE).map(([name, row]) => toMetric(name, row));

const BY_NAME: ReadonlyMap<string, Metric> = new Map(METRICS.map((metric) => [metric.name, metric]));

/** The metric of that name, or undefined where the table has none. */
export function findMetric(name: string): Metric | undefined {
  return BY_NAME.get(name);
}

function toMetric(name: string, [label, unit, direction, kind, gates]: Row): Metric {
  return { name, label, unit, direction, kind, gates };
}
