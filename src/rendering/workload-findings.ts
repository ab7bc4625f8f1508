// The words of findings about what a model is given to compute, and whether two sides were given the same.

import type { FindingCode } from '../domain/finding.ts';
import type { WordsOf } from './finding-words.ts';

export const WORKLOAD_FINDINGS = {
  'input-shape-assumed': {
    title: 'Input sizes assumed',
    severity: 'warning',
    text: ({ model, shapes }) =>
      `The sizes of ${model}'s inputs are free and were assumed: ${shapes}. Set what is deployed with input-shapes or dims.`,
  },
  'measured-briefly': {
    title: 'Measured briefly',
    severity: 'notice',
    text: ({ model, device, inferences, seconds }) =>
      `${model} is slow on ${device}: a pair ended at max-time (${seconds} s), after ${inferences} inferences a side.`,
  },
  'nodes-fell-back': {
    title: 'Nodes fell back',
    severity: 'notice',
    text: ({ model, provider, count, all }) =>
      `${count} of ${all} nodes of ${model} ran on ONNX Runtime's own CPU kernels, for ${provider} does not take them.`,
  },
  'runtimes-compared': {
    title: 'Two runtimes compared',
    severity: 'notice',
    text: ({ model, baseline, candidate }) =>
      `The baseline of ${model} ran in ONNX Runtime ${baseline}, the candidate in ${candidate}, as baseline-runtime asks: a change may come from the runtime.`,
  },
  'workload-differs': {
    title: 'Workload differs',
    severity: 'warning',
    text: ({ model, device, why }) =>
      `The two sides of ${model} on ${device} are not given the same to compute: ${why}. Nothing was compared.`,
  },
  'outputs-compared': {
    title: 'Outputs compared on made-up inputs',
    severity: 'notice',
    text: ({ model, inputs, digest }) =>
      `The outputs of ${model} were compared with the baseline's on made-up inputs (${inputs}, ${digest}): on real data they may differ more or less. Give samples with inputs.`,
  },
  'outputs-not-compared': {
    title: 'Outputs not compared',
    severity: 'notice',
    text: ({ model, outputs }) =>
      `Outputs of ${model} have no counterpart of the same shape in the baseline's model: ${outputs}.`,
  },
  'outputs-not-finite': {
    title: 'Outputs newly NaN',
    severity: 'warning',
    text: ({ model, count }) =>
      `${count} numbers in the outputs of ${model} are NaN or infinite where the baseline's model gives numbers.`,
  },
  'record-older': {
    title: 'Record of an older version',
    severity: 'notice',
    text: ({ model, device, lacks }) =>
      `The record of ${model} on ${device} is of an older version and does not tell ${lacks}; it is taken to be the same until the next record.`,
  },
} as const satisfies Partial<WordsOf<FindingCode>>;
