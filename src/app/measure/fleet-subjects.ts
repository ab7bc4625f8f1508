// The rows of a report that judge all devices of a model together, where the configuration has a limit for that.

import { ALL_DEVICES, compareFleets } from '../../decision/fleet-gate.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Subject } from '../../domain/report.ts';
import { fits } from '../../domain/waiver.ts';
import { type TrialVerdicts, toEvidence } from './trial-evidence.ts';

/** One subject a model with a limit of its own for all devices; none where nothing has one. */
export function toFleetSubjects(
  judged: readonly TrialVerdicts[],
  subjects: readonly Subject[],
  policy: Policy,
): readonly Subject[] {
  const results = judged.map(({ trial, comparisons }) => ({ evidence: toEvidence(trial), comparisons }));
  const compared = compareFleets(results, policy);
  return [...new Set(compared.map(({ model }) => model))].flatMap((name) => {
    const own = subjects.filter(({ model }) => model.name === name);
    const [first] = own;
    if (first === undefined) return [];
    return [
      {
        model: first.model,
        device: ALL_DEVICES,
        pools: own.length,
        baseline: first.baseline,
        comparisons: compared.filter(({ model }) => model === name).map(({ comparison }) => comparison),
        layers: [],
        traces: [],
        environment: {},
        steps: [],
      },
    ];
  });
}

/** Limits of all devices together that judged nothing, because too few devices measured it. */
export function findIdleFleetLimits(rules: Policy['rules'], pooled: readonly Subject[]): readonly Finding[] {
  const isUsed = (rule: Policy['rules'][number]) =>
    pooled.some(({ model, device, comparisons }) =>
      comparisons.some(({ metric }) => fits(rule, metric, { model: model.name, device })),
    );
  return rules
    .filter((rule) => rule.fleet !== undefined && !isUsed(rule))
    .map(({ place = 'limits' }) => ({
      code: 'rule-unmatched',
      facts: { rule: place, why: 'fewer than three devices of a model measured it' },
    }));
}
