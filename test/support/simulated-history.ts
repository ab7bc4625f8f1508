// Two years of records that were never measured: three shifts that landed, and a machine that was replaced.

import type { Run } from '../../src/domain/run.ts';
import { encodeRecord } from '../../src/formats/run-record.ts';
import { ENVIRONMENT } from './runs.ts';

export interface SimulatedShift {
  /** Place of the first run at the new level. */
  readonly at: number;
  readonly factor: number;
}

export interface Simulation {
  readonly model?: string;
  readonly device?: string;
  readonly runs?: number;
  readonly months?: number;
  readonly seed?: number;
  /** Spread from run to run, as a fraction. */
  readonly noise?: number;
  readonly shifts?: readonly SimulatedShift[];
  /** From this run on another machine, by its factor. */
  readonly machine?: SimulatedShift;
  /** Machines by turns: the run's place tells which. */
  readonly turns?: (place: number) => { readonly cpu: string; readonly factor: number };
}

export const SHIFTS: readonly SimulatedShift[] = [
  { at: 45, factor: 1.08 },
  { at: 110, factor: 0.88 },
  { at: 170, factor: 1.15 },
];
export const MACHINE: SimulatedShift = { at: 80, factor: 1.3 };

/** Oldest first. */
export function simulateHistory(options: Simulation = {}): readonly Run[] {
  const { model = 'detector', device = 'local', runs = 208, months = 24, seed = 1, noise = 0.02 } = options;
  const { shifts = SHIFTS, machine = MACHINE, turns } = options;
  const random = createNormal(seed);
  const step = (months * 30.4 * 86_400_000) / runs;
  const start = Date.parse('2024-11-01T08:00:00Z');
  return Array.from({ length: runs }, (_, place): Run => {
    const landed = shifts.filter(({ at }) => at <= place);
    const level = landed.reduce((product, { factor }) => product * factor, 12);
    const other = place >= machine.at;
    const turn = turns?.(place);
    const cpu = turn?.cpu ?? (other ? 'Newer CPU' : 'Test CPU');
    const factor = turn?.factor ?? (other ? machine.factor : 1);
    const latencies = [1, 2, 3].map(() => level * factor * Math.exp(noise * random()));
    return {
      mode: 'record',
      model: {
        name: model,
        sha256: landed.length.toString(16).repeat(64),
        sizeBytes: 4_000_000 + 1000 * landed.length,
        format: 'onnx',
      },
      device,
      commit: { sha: commitOf(place, seed), branch: 'main', repository: 'acme/models', pullRequest: null },
      createdAt: new Date(start + place * step).toISOString(),
      environment: { ...ENVIRONMENT, cpu },
      jobs: latencies.map((latency) => ({ values: { latency, peak_memory: 40 * Math.exp(0.01 * random()) } })),
      pairs: [],
      layers: [],
      shifts: [],
      handle: null,
    };
  });
}

/** The commit of a run: forty hex digits. */
export function commitOf(place: number, seed = 1): string {
  return (place * 7919 + seed * 104_729).toString(16).padStart(8, '0').repeat(5);
}

/** Record files that together hold the runs, by name. */
export function toRecordFiles(runs: readonly Run[]): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (let end = runs.length; end > 0; end -= 100) {
    const [newest, ...older] = runs.slice(Math.max(0, end - 100), end).toReversed();
    if (newest !== undefined)
      files[`run-${newest.model.name}-${newest.device}-${end}.json`] = encodeRecord(newest, older);
  }
  return files;
}

/** Standard normal numbers: a linear congruential generator, by Box and Muller. */
export function createNormal(seed: number): () => number {
  let state = seed * 2_654_435_761;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / 4_294_967_297;
  };
  for (let warm = 0; warm < 10; warm += 1) uniform();
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
