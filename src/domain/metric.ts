// Metrics are rows of data: the built-in ones stand here, readers of other tools' files and the config file bring
// more. The names are what limits, budgets, records and reports use.

/** Lower is better for times and sizes, higher for rates, accuracy and layers on an accelerator. */
export type Direction = 'lower' | 'higher';

/** `exact` metrics follow from the model's bytes; `sampled` ones differ from job to job. */
export type MetricKind = 'exact' | 'sampled';

export interface Metric {
  readonly name: string;
  /** How a report names it. */
  readonly label: string;
  /** `ms`, `MB` (1,000,000 bytes), `tokens/s`, … or empty for a count. Values are always in this unit. */
  readonly unit: string;
  readonly direction: Direction;
  readonly kind: MetricKind;
  /** Whether a regression of it can fail the gate by default. */
  readonly gates: boolean;
  /** Which number of a job's own samples it is (`median`, `mean`, `p99`), where that is told. */
  readonly statistic?: string | undefined;
}

type Row = readonly [label: string, unit: string, direction: Direction, kind: MetricKind, gates: boolean];

const TABLE = {
  latency: ['latency', 'ms', 'lower', 'sampled', true],
  peak_memory: ['peak memory', 'MB', 'lower', 'sampled', true],
  resident_memory: ['resident memory', 'MB', 'lower', 'sampled', false],
  model_size: ['model size', 'B', 'lower', 'exact', true],
  layers_cpu: ['layers on CPU', '', 'lower', 'exact', true],
  layers_gpu: ['layers on GPU', '', 'higher', 'exact', true],
  layers_npu: ['layers on NPU', '', 'higher', 'exact', true],
  latency_mean: ['latency, mean', 'ms', 'lower', 'sampled', false],
  latency_median: ['latency, median', 'ms', 'lower', 'sampled', false],
  latency_p90: ['latency, p90', 'ms', 'lower', 'sampled', false],
  latency_p95: ['latency, p95', 'ms', 'lower', 'sampled', false],
  latency_p99: ['latency, p99', 'ms', 'lower', 'sampled', false],
  latency_operators: ['latency, sum of operators', 'ms', 'lower', 'sampled', false],
  cpu_time: ['CPU time', 'ms', 'lower', 'sampled', false],
  first_inference: ['first inference', 'ms', 'lower', 'sampled', false],
  load_time: ['load time', 'ms', 'lower', 'sampled', false],
  warm_load_time: ['load time, warm', 'ms', 'lower', 'sampled', false],
  compute_time: ['compute time', 'ms', 'lower', 'sampled', false],
  compile_time: ['compile time', 'ms', 'lower', 'sampled', false],
  inferences_per_second: ['inferences per second', '/s', 'higher', 'sampled', false],
  throughput: ['throughput', '/s', 'higher', 'sampled', true],
  bytes_per_second: ['bytes per second', 'B/s', 'higher', 'sampled', false],
  tokens_per_second: ['generation', 'tokens/s', 'higher', 'sampled', true],
  prompt_tokens_per_second: ['prompt processing', 'tokens/s', 'higher', 'sampled', true],
  ttft: ['time to first token', 'ms', 'lower', 'sampled', true],
  ttft_p99: ['time to first token, p99', 'ms', 'lower', 'sampled', false],
  tpot: ['time per output token', 'ms', 'lower', 'sampled', true],
  tpot_p99: ['time per output token, p99', 'ms', 'lower', 'sampled', false],
  itl: ['inter-token latency', 'ms', 'lower', 'sampled', false],
  first_chunk: ['time to first chunk', 'ms', 'lower', 'sampled', false],
  tokens_in: ['input tokens', 'tokens', 'lower', 'sampled', true],
  tokens_out: ['output tokens', 'tokens', 'lower', 'sampled', true],
  tokens_total: ['tokens in all', 'tokens', 'lower', 'sampled', false],
  energy: ['energy', 'mJ', 'lower', 'sampled', true],
  power: ['power', 'W', 'lower', 'sampled', false],
  temperature: ['temperature', '°C', 'lower', 'sampled', false],
  output_psnr: ['output PSNR', 'dB', 'higher', 'exact', false],
  output_top1: ['output top-1 agreement', '%', 'higher', 'exact', false],
  output_cosine: ['output cosine similarity', '', 'higher', 'exact', false],
  output_max_abs: ['output difference, largest', '', 'lower', 'exact', false],
  output_max_rel: ['output difference, largest relative', '', 'lower', 'exact', false],
  output_not_finite: ['outputs newly NaN or infinite', '', 'lower', 'exact', false],
  accuracy: ['accuracy', '%', 'higher', 'exact', true],
  failures: ['failed executions', '', 'lower', 'exact', false],
} as const satisfies Record<string, Row>;

export type MetricName = keyof typeof TABLE;

/** The built-in metrics, in the order in which reports list them. */
export const METRICS: readonly Metric[] = Object.entries(TABLE).map(([name, row]) => toMetric(name, row));

/** Names of the built-in metrics, in the same order. */
export const METRIC_NAMES = Object.keys(TABLE) as readonly MetricName[];

/** How far the outputs of the two sides of a pair lie apart: neither side has a level of its own. */
const DRIFT: ReadonlySet<string> = new Set<MetricName>([
  'output_psnr',
  'output_top1',
  'output_cosine',
  'output_max_abs',
  'output_max_rel',
  'output_not_finite',
]);

/** Whether a metric tells how far two outputs lie apart. */
export function isOutputDrift({ name }: Pick<Metric, 'name'>): boolean {
  return DRIFT.has(name);
}

/** What a metric may be called; such names need no escaping anywhere. */
export const METRIC_NAME = /^[a-z][a-z0-9_]{0,63}$/;

/**
 * The metric of that name, or undefined where none of the rows is.
 * @example findMetric('latency')?.unit // 'ms'
 */
export function findMetric(name: string, metrics: readonly Metric[] = METRICS): Metric | undefined {
  return metrics.find((metric) => metric.name === name);
}

/** The built-in metric of that name. */
export function builtIn(name: MetricName): Metric {
  return toMetric(name, TABLE[name]);
}

/** All rows, each name once at the place where it came first; of rows with one name the last holds. */
export function mergeMetrics(...lists: readonly (readonly Metric[])[]): readonly Metric[] {
  return [...new Map(lists.flat().map((metric) => [metric.name, metric])).values()];
}

/** The names, for messages that list what is allowed. */
export function namesOf(metrics: readonly Metric[]): string {
  return metrics.map(({ name }) => name).join(', ');
}

/** A name for what a tool calls something: `CPU Load (%)` is `cpu_load`. */
export function toMetricName(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
    .slice(0, 64);
  return name === '' ? 'value' : name;
}

const PLAIN = /^(?:[\p{L}\p{N} %°µ,+()/-]|\.(?=\p{N}))*$/u;

/** Whether a label or unit can stand in any report as it is: no markup, no link, no mention. */
export function isPlain(text: string): boolean {
  return text.length <= 80 && PLAIN.test(text);
}

/** A text with everything that a report would have to escape taken out. */
export function toPlain(text: string): string {
  const kept = Array.from(text, (character) => (isPlain(character) || character === '.' ? character : ' ')).join('');
  return kept
    .replaceAll(/\.(?!\p{N})/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
    .slice(0, 80);
}

function toMetric(name: string, [label, unit, direction, kind, gates]: Row): Metric {
  return { name, label, unit, direction, kind, gates };
}
