// Every reader, one line each. Of those that recognise a file the first one reads it.

import type { Reader } from '../reader.ts';
import { aiHub } from './ai-hub.ts';
import { bencherMetrics } from './bencher-metrics.ts';
import { benchmarkDotnet } from './benchmark-dotnet.ts';
import { benchmarkModelLog, operatorProfile } from './benchmark-model.ts';
import { cargoCriterion, criterionEstimates } from './criterion.ts';
import { criterionBencher } from './criterion-bencher.ts';
import { customJson } from './custom-json.ts';
import { etdump } from './etdump.ts';
import { googleBenchmark, googleBenchmarkCsv } from './google-benchmark.ts';
import { hyperfine } from './hyperfine.ts';
import { jmh } from './jmh.ts';
import { llamaBench } from './llama-bench.ts';
import { mlperfLoadgen } from './mlperf-loadgen.ts';
import { onnxruntimePerfTest } from './onnxruntime-perf-test.ts';
import { onnxruntimeProfile } from './onnxruntime-profile.ts';
import { openvinoLog } from './openvino-log.ts';
import { openvinoReport } from './openvino-report.ts';
import { ownJob } from './own-job.ts';
import { pytestBenchmark } from './pytest-benchmark.ts';
import { pytorchRecords } from './pytorch-records.ts';
import { trtexecProfile, trtexecTimes } from './trtexec.ts';
import { vitestBench } from './vitest-bench.ts';
import { vllm } from './vllm.ts';
import { vllmLatency } from './vllm-latency.ts';

export const READERS: readonly Reader[] = [
  benchmarkModelLog,
  operatorProfile,
  onnxruntimeProfile,
  onnxruntimePerfTest,
  openvinoReport,
  openvinoLog,
  aiHub,
  trtexecTimes,
  trtexecProfile,
  etdump,
  llamaBench,
  vllm,
  vllmLatency,
  mlperfLoadgen,
  pytestBenchmark,
  pytorchRecords,
  googleBenchmark,
  googleBenchmarkCsv,
  hyperfine,
  criterionBencher,
  criterionEstimates,
  cargoCriterion,
  jmh,
  vitestBench,
  benchmarkDotnet,
  customJson,
  bencherMetrics,
  ownJob,
];
