// Takes runs into a history, each once: what a run says of its levels, where it stood, and of which bytes.

import { type Environment, findDifference } from '../../domain/device.ts';
import type { History, HistorySubject, PastLevel, PastRelease, PastRun } from '../../domain/history.ts';
import { findMetric, isOutputDrift, METRICS, type Metric, mergeMetrics } from '../../domain/metric.ts';
import { jobsOf, type Run } from '../../domain/run.ts';
import { median } from '../../domain/statistics.ts';
import type { AcceptedChange } from '../../domain/waiver.ts';
import { describeShapes, type Workload } from '../../domain/workload.ts';

/** Gathers runs from several places; the same run from two places is one. */
export class Memory {
  readonly #metrics: Metric[];
  readonly #environments: Environment[];
  readonly #rows = new Map<string, number>();
  readonly #places = new Map<string, number>();
  /** By bundle, model and device; in each by time and commit. */
  readonly #subjects = new Map<string, { subject: Omit<HistorySubject, 'runs'>; runs: Map<string, PastRun> }>();
  readonly #releases: Map<string, PastRelease>;

  constructor(history: History) {
    this.#metrics = [...history.metrics];
    this.#environments = [...history.environments];
    this.#releases = new Map(history.releases.map((release) => [release.tag, release]));
    history.metrics.forEach((metric, place) => void this.#rows.set(rowKeyOf(metric), place));
    history.environments.forEach((environment, place) => void this.#places.set(keyOf(environment), place));
    for (const { runs, ...subject } of history.subjects) for (const run of runs) this.#add(subject, run);
  }

  /** Runs that are no record (a gate's) are nothing of the default branch, and are left out. */
  addRun(bundle: string, run: Run): void {
    if (run.mode === 'gate') return;
    const { model, device } = run;
    this.#add({ bundle, model: model.name, device }, this.#toPast(run));
  }

  /** Another history's runs, whose places in its tables are its own. */
  addHistory({ metrics, environments, subjects, releases }: History): void {
    for (const release of releases) this.addRelease(release);
    for (const { runs, ...subject } of subjects) {
      for (const run of runs) {
        const levels = run.levels.flatMap(({ metric, ...rest }) => {
          const row = metrics[metric];
          return row === undefined ? [] : [{ ...rest, metric: this.#rowOf(row) }];
        });
        this.#add(subject, { ...run, levels, environment: this.#placeOf(environments[run.environment] ?? {}) });
      }
    }
  }

  addRelease(release: PastRelease): void {
    this.#releases.set(release.tag, release);
  }

  /** What a person, or the configuration, accepted of a commit's record. */
  addAccepted(model: string, device: string, commit: string, accepted: readonly AcceptedChange[]): void {
    for (const { subject, runs } of this.#subjects.values()) {
      if (subject.model !== model || subject.device !== device) continue;
      for (const [key, run] of runs) {
        if (run.commit !== commit) continue;
        const known = run.accepted.filter((one) => !accepted.some(({ metric }) => metric === one.metric));
        runs.set(key, { ...run, accepted: [...known, ...accepted] });
      }
    }
  }

  /** Everything, oldest first; of more than `most` runs the oldest are forgotten. */
  recall(most: number): { readonly history: History; readonly forgotten: number } {
    const all = [...this.#subjects.values()].map(({ subject, runs }) => ({
      ...subject,
      runs: [...runs.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    }));
    const times = all.flatMap(({ runs }) => runs.map(({ at }) => Date.parse(at))).sort((a, b) => b - a);
    const oldest = times[most - 1] ?? Number.NEGATIVE_INFINITY;
    const subjects = all
      .map((subject) => ({ ...subject, runs: subject.runs.filter(({ at }) => Date.parse(at) >= oldest) }))
      .filter(({ runs }) => runs.length > 0)
      .sort(
        (a, b) =>
          compareTexts(a.model, b.model) || compareTexts(a.device, b.device) || compareTexts(a.bundle, b.bundle),
      );
    const kept = subjects.reduce((sum, { runs }) => sum + runs.length, 0);
    const releases = [...this.#releases.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    const history = { metrics: this.#metrics, environments: this.#environments, subjects, releases };
    return { history, forgotten: times.length - kept };
  }

  #add(subject: Omit<HistorySubject, 'runs'>, run: PastRun): void {
    const key = JSON.stringify([subject.bundle, subject.model, subject.device]);
    const known = this.#subjects.get(key) ?? { subject, runs: new Map<string, PastRun>() };
    this.#subjects.set(key, known);
    const place = `${run.at} ${run.commit} ${run.bytes}`;
    const before = known.runs.get(place);
    known.runs.set(place, before === undefined ? run : { ...run, accepted: longer(before.accepted, run.accepted) });
  }

  #toPast(run: Run): PastRun {
    return {
      at: new Date(Date.parse(run.createdAt)).toISOString(),
      commit: run.commit.sha,
      bytes: run.model.sha256.slice(0, 12),
      environment: this.#placeOf(run.environment),
      workload: run.workload === undefined ? '' : describeWorkload(run.workload),
      released: run.mode === 'release',
      levels: this.#levelsOf(run),
      shifts: run.shifts.filter(({ logRatio }) => logRatio !== 0),
      accepted: run.accepted ?? [],
    };
  }

  #levelsOf(run: Run): readonly PastLevel[] {
    const jobs = jobsOf(run);
    const names = new Set(jobs.flatMap(({ values }) => Object.keys(values)));
    const rows = mergeMetrics(METRICS, run.metrics ?? []);
    const levels = [...names].flatMap((name): readonly PastLevel[] => {
      const metric = findMetric(name, rows);
      if (metric === undefined || isOutputDrift(metric)) return [];
      const values = jobs.flatMap(({ values }) => values[name] ?? []).filter(Number.isFinite);
      return values.length === 0 ? [] : [{ metric: this.#rowOf(metric), level: median(values), jobs: values.length }];
    });
    const size = findMetric('model_size');
    if (size === undefined || run.model.hosted === true || names.has(size.name)) return levels;
    return [...levels, { metric: this.#rowOf(size), level: run.model.sizeBytes, jobs: 1 }];
  }

  /** Another unit or statistic is another metric. */
  #rowOf(metric: Metric): number {
    const key = rowKeyOf(metric);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    this.#rows.set(key, this.#metrics.length);
    return this.#metrics.push(metric) - 1;
  }

  /** One that differs in nothing that matters from a known one is that. */
  #placeOf(environment: Environment): number {
    const key = keyOf(environment);
    const known = this.#places.get(key) ?? this.#findAlike(environment);
    const place = known ?? this.#environments.push(environment) - 1;
    this.#places.set(key, place);
    return place;
  }

  #findAlike(environment: Environment): number | undefined {
    const fields = Object.keys(environment).length;
    const found = this.#environments.findIndex(
      (known) => Object.keys(known).length === fields && findDifference(known, environment) === undefined,
    );
    return found === -1 ? undefined : found;
  }
}

function rowKeyOf({ name, unit, direction, statistic }: Metric): string {
  return JSON.stringify([name, unit, direction, statistic ?? '']);
}

function keyOf(environment: Environment): string {
  return JSON.stringify(Object.entries(environment).sort());
}

function longer<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return b.length >= a.length ? b : a;
}

function describeWorkload(workload: Workload): string {
  return describeShapes(workload).slice(0, 200);
}

/** By code unit, so that every machine has the same order. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
