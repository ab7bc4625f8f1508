// Writes what a phone leaves behind: the operator profile and the benchmark log of one job.

import { PbfWriter } from 'pbf';

export interface Operation {
  readonly name: string;
  readonly type: string;
  readonly averageUs: number;
}

/** BenchmarkProfilingData with one primary subgraph. */
export function encodeProfile(operations: readonly Operation[]): Buffer {
  const pbf = new PbfWriter();
  pbf.writeStringField(1, '/data/local/tmp/model.tflite');
  pbf.writeMessage(3, writeModelProfile, operations);
  return Buffer.from(pbf.finish());
}

function writeModelProfile(operations: readonly Operation[], pbf: PbfWriter): void {
  pbf.writeMessage(1, writeSubgraph, operations);
}

function writeSubgraph(operations: readonly Operation[], pbf: PbfWriter): void {
  pbf.writeStringField(1, 'Primary graph');
  pbf.writeVarintField(2, 0);
  for (const [order, operation] of operations.entries()) pbf.writeMessage(3, writeOperation, { ...operation, order });
}

function writeOperation({ name, type, averageUs, order }: Operation & { order: number }, pbf: PbfWriter): void {
  pbf.writeStringField(1, type);
  pbf.writeMessage(2, writeStatistics, averageUs);
  pbf.writeVarintField(4, 1);
  pbf.writeStringField(5, name);
  pbf.writeVarintField(6, order);
}

function writeStatistics(averageUs: number, pbf: PbfWriter): void {
  pbf.writeVarintField(3, averageUs);
}

/** The log of TensorFlow Lite's benchmark_model for that latency. */
export function writeLog(latencyUs: number, overallMb: number, onGpu = false): string {
  const us = (factor: number) => Math.round(latencyUs * factor);
  return [
    'STARTING!',
    ...(onGpu ? ['INFO: Explicitly applied GPU delegate, and the model graph will be partially executed.'] : []),
    `INFO: count=50 first=${us(2)} curr=${us(1.1)} min=${us(1)} max=${us(2)} avg=${us(1.1)} std=${us(0.05)}`,
    `INFO: count=150 first=${us(1)} curr=${us(1)} min=${us(0.98)} max=${us(1.4)} avg=${us(1.01)} std=${us(0.03)} p5=${us(0.99)} median=${us(1)} p95=${us(1.1)}`,
    `INFO: Inference timings in us: Init: 6395, First inference: ${us(2)}, Warmup (avg): ${us(1.1)}, Inference (avg): ${us(1.01)}`,
    `INFO: Memory footprint delta from the start of the tool (MB): init=${(overallMb * 0.9).toFixed(4)} overall=${overallMb}`,
    '',
  ].join('\n');
}
