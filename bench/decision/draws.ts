// Job values as device clouds give them, drawn from a fixed seed: nothing here was measured.

/** Numbers in [0, 1) that a seed repeats exactly (mulberry32 by T. Ettinger, public domain). */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `steady`: noise alone; `bimodal`: a job is 1.3 times slower with probability 0.25; `drifting`: +0.3 % a run. */
export type World = 'steady' | 'bimodal' | 'drifting';

export interface Setting {
  /** Recorded runs of one job; ten where absent. */
  readonly runs?: number;
  readonly world: World;
  /** Coefficient of variation between jobs. */
  readonly cv: number;
  /** True change of the candidate, a fraction. */
  readonly change: number;
}

/** One gate's comparison: recorded runs of one job, up to six candidate jobs, and the baseline's model measured again. */
export interface Draw {
  readonly history: readonly number[];
  readonly candidate: readonly number[];
  readonly again: readonly number[];
  /** Values of the iterations inside the last recorded job and inside the first of the candidate. */
  readonly iterations: { readonly baseline: readonly number[]; readonly candidate: readonly number[] };
}

export const RUNS = 10;
export const MOST_JOBS = 6;

const LEVEL_MS = 10;
const OUTLIERS = 0.05;
const ITERATIONS = 30;
/** Inside a run the spread is a sixth of that between runs: 33 % against 5-6 % on one published phone cloud. */
const WITHIN = 1 / 6;

/** Log-normal jobs of which 5 % are slow outliers: × exp(e), e exponential with mean 3 × CV. */
export function draw(random: Random, { world, cv, change, runs = RUNS }: Setting): Draw {
  const job = (run: number) => LEVEL_MS * Math.exp(logNoise(random, cv) + logOfWorld(random, world, run));
  const history = Array.from({ length: runs }, (_, run) => job(run));
  const candidate = Array.from({ length: MOST_JOBS }, () => job(runs) * (1 + change));
  const again = Array.from({ length: MOST_JOBS }, () => job(runs - 1));
  const iterations = {
    baseline: spread(random, history.at(-1) ?? LEVEL_MS, cv * WITHIN),
    candidate: spread(random, candidate[0] ?? LEVEL_MS, cv * WITHIN),
  };
  return { history, candidate, again, iterations };
}

function logNoise(random: Random, cv: number): number {
  const noise = Math.sqrt(Math.log1p(cv * cv)) * normal(random);
  return random() < OUTLIERS ? noise - Math.log(1 - random()) * 3 * cv : noise;
}

function logOfWorld(random: Random, world: World, run: number): number {
  if (world === 'bimodal') return random() < 0.25 ? Math.log(1.3) : 0;
  return world === 'drifting' ? run * Math.log(1.003) : 0;
}

/** Iterations inside one job; their own noise never multiplies the evidence. */
function spread(random: Random, level: number, cv: number): readonly number[] {
  return Array.from({ length: ITERATIONS }, () => level * Math.exp(cv * normal(random)));
}

/** Standard normal (Box & Muller 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
