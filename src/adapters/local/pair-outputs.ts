// What the two models of a pair answer to the same inputs, compared once for all pairs of them.

import { createHash } from 'node:crypto';
import type { Finding } from '../../domain/finding.ts';
import type { Job, Values } from '../../domain/job.ts';
import type { Loadable } from './loadable.ts';
import { compareOutputs } from './output-drift.ts';
import type { Side } from './pair.ts';

export interface ComparedOutputs {
  readonly values: Values;
  readonly findings: readonly Finding[];
}

/** Runs both models once more. */
export async function compareSides(baseline: Side, candidate: Side, loadable: Loadable): Promise<ComparedOutputs> {
  const [before, after] = [await baseline.process.outputs(), await candidate.process.outputs()];
  const drift = compareOutputs(before, after);
  const model = loadable.model.name;
  const findings: Finding[] = [];
  const { unmatched, newlyNotFinite } = drift;
  if (newlyNotFinite > 0)
    findings.push({ code: 'outputs-not-finite', facts: { model, count: String(newlyNotFinite) } });
  if (unmatched.length > 0) {
    findings.push({ code: 'outputs-not-compared', facts: { model, outputs: unmatched.join(', ') } });
  }
  const madeUp = loadable.plan.inputs.filter((input) => input.madeUp).map(({ name }) => name);
  if (madeUp.length > 0 && Object.keys(drift.values).length > 0) {
    const facts = { model, inputs: madeUp.join(', '), digest: digestOf(loadable) };
    findings.push({ code: 'outputs-compared', facts });
  }
  return { values: drift.values, findings };
}

/** Of all inputs together. */
function digestOf({ workload }: Loadable): string {
  const all = workload.inputs.map(({ digest }) => digest).join(' ');
  return createHash('sha256').update(all).digest('hex').slice(0, 12);
}

/** The outputs' figures stand with the candidate's: neither side has them alone. */
export function withOutputs(candidate: Job, { values }: ComparedOutputs): Job {
  return { ...candidate, values: { ...candidate.values, ...values } };
}
