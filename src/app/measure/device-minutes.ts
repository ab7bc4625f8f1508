// What the measuring costs in minutes of a device: forecast before each block of jobs, added up after it, and never
// more than the user allows.

/** Minutes of devices, over all of them. */
export class DeviceMinutes {
  /** Infinity where nothing limits them. */
  readonly max: number;
  readonly #usualPerJob: number | undefined;
  #spentMs = 0;
  #jobs = 0;

  /** `usualPerJob`: what one job takes as far as the profiler knows before any was measured. */
  constructor(max: number | undefined, usualPerJob?: number) {
    this.max = max ?? Number.POSITIVE_INFINITY;
    this.#usualPerJob = usualPerJob;
  }

  get spent(): number {
    return this.#spentMs / 60_000;
  }

  /** One job more, and for how long it had the device. */
  add(milliseconds: number): void {
    this.#jobs += 1;
    this.#spentMs += Math.max(0, milliseconds);
  }

  /** Minutes that so many jobs more will take, by those that were measured; undefined where nothing is known yet. */
  forecast(jobs: number): number | undefined {
    const perJob = this.#jobs > 0 ? this.spent / this.#jobs : this.#usualPerJob;
    return perJob === undefined ? undefined : perJob * jobs;
  }

  /** Why so many jobs more must not be started; undefined where they may be. */
  refuse(jobs: number): string | undefined {
    const more = this.forecast(jobs) ?? 0;
    if (this.spent + more <= this.max) return undefined;
    const unit = jobs === 1 ? 'one more job' : `${jobs} more jobs`;
    return `${unit} would take about ${show(more)} device minutes, and ${show(this.spent)} of max-device-minutes (${this.max}) are spent`;
  }
}

/** Minutes with one digit behind the point, or "under 0.1". */
export function show(minutes: number): string {
  return minutes > 0 && minutes < 0.1 ? 'under 0.1' : minutes.toFixed(1);
}
