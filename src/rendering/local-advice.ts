// What to do next, for somebody at a terminal: whole commands to copy.

import type { Report } from '../domain/report.ts';

/**
 * Lines that say which command comes next; none where nothing is left to do. `model` is its path as it was given,
 * undefined where the config file names the models.
 */
export function adviseLocally(report: Report, model: string | undefined): readonly string[] {
  const missing = report.subjects.some(({ comparisons }) => comparisons.some(({ reason }) => reason === 'no-baseline'));
  if (report.mode !== 'gate' || !missing) return [];
  const path = model === undefined ? '' : ` ${quote(model)}`;
  return [
    'There is nothing to compare with yet. Check out the old version, build the model and run:',
    `  latency-gate record${path}`,
    'Or compare two files, which needs no record:',
    `  latency-gate gate old.onnx${path === '' ? ' new.onnx' : path}`,
  ];
}

/** Safe to paste into a shell. */
function quote(path: string): string {
  return /^[\w./:@+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
