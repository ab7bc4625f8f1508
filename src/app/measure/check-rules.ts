// Limits, budgets and waivers that fit nothing are never silent: an error where nobody narrowed the job, else a finding.

import { GateError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import { toDay } from '../../domain/policy.ts';
import { findEnded, findUnmatched, type Names } from '../../domain/unmatched.ts';
import type { Task } from '../task.ts';
import type { ModelOnDevices } from './resolve-inputs.ts';
import type { TrialVerdicts } from './trial-evidence.ts';

type Rules = Pick<Task, 'rules' | 'waivers' | 'maxRegression' | 'minChange' | 'narrowed' | 'otherModels'>;

/** Throws a GateError for names that fit no model and device of the whole configuration. Metrics are not known yet. */
export function refuseUnmatched(task: Rules, measured: readonly ModelOnDevices[]): void {
  if (task.narrowed) return;
  const names = measured.flatMap(({ model, devices }) =>
    devices.map((device) => ({ model: model.name, device: device.name, metric: undefined })),
  );
  const unmatched = findUnmatched(task, names);
  if (unmatched.length === 0) return;
  throw new GateError(
    'invalid-input',
    unmatched.map(({ place, why }) => `${place} fits nothing: ${why}.`).join('\n'),
    'Correct the name, or delete the entry: a limit that does nothing would leave everything green.',
  );
}

/** What did nothing, now that the metrics are known. A job that failed says nothing of what it would have measured. */
export function findIdleRules(judged: readonly TrialVerdicts[], task: Rules, now: Date): readonly Finding[] {
  const names = judged.flatMap(({ trial, comparisons }): readonly Names[] => {
    const place = { model: trial.model.name, device: trial.device.name };
    const known = trial.failures.length === 0 && comparisons.length > 0;
    return known
      ? comparisons.map(({ metric }) => ({ ...place, metric: metric.name }))
      : [{ ...place, metric: undefined }];
  });
  const idle = [
    ...findUnmatched(task, names, task.otherModels),
    ...findEnded({ waivers: task.waivers, today: toDay(now) }),
  ];
  return idle.map(({ place, why }) => ({ code: 'rule-unmatched', facts: { rule: place, why } }));
}
