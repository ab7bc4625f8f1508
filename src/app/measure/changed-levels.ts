// What a record makes visible of the runs before it: a level that changed without any gate having had to fail.

import { metricsOf } from '../../decision/evidence.ts';
import { findNewLandings } from '../../decision/landings.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Metric } from '../../domain/metric.ts';
import { type Run, shortSha } from '../../domain/run.ts';
import type { Trial } from './trial.ts';
import { toEvidence } from './trial-evidence.ts';

/** Told once, by the record that makes a change point of it; the record keeps no shift, for nothing was confirmed. */
export function findChangedLevels(trial: Trial, declared: readonly Metric[]): readonly Finding[] {
  const { model, device, baselineRun, environment, jobs } = trial;
  const baseline = baselineRun?.baseline ?? null;
  if (baseline === null || environment === null || jobs.length === 0) return [];
  const now: Run = { ...baseline.run, environment, jobs, pairs: [], shifts: [] };
  const runs = [...baseline.window.toReversed(), now];
  return metricsOf(toEvidence(trial), declared)
    .filter(({ kind, gates }) => kind === 'sampled' && gates)
    .flatMap((metric) =>
      findNewLandings(metric, runs).flatMap(({ run, logRatio }): readonly Finding[] => {
        const { sha } = run.commit;
        if (run === now || sha === null) return [];
        const change = `${logRatio > 0 ? '+' : '−'}${Math.abs(100 * Math.expm1(logRatio)).toFixed(1)} %`;
        const facts = { model: model.name, device: device.name, metric: metric.label, change, commit: shortSha(sha) };
        return [{ code: 'level-changed', facts }];
      }),
    );
}
