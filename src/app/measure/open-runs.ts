// Keeps jobs on the tracker while they are under way, and remembers what is open, so that the post step can close it.

import { messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { State } from '../../ports/machine.ts';
import type { JobEnd, JobStart, RunRef, RunStart, Tracker } from '../../ports/tracker.ts';
import { OPEN_RUNS_STATE } from '../saved-state.ts';

export class OpenRuns {
  readonly findings: Finding[] = [];
  readonly #tracker: Tracker;
  readonly #state: State;
  readonly #open: RunRef[] = [];
  readonly #jobs = new Set<string>();

  constructor(tracker: Tracker, state: State) {
    this.#tracker = tracker;
    this.#state = state;
  }

  opened(ref: RunRef): void {
    if (ref.settled === true) return;
    this.#open.push(ref);
    this.#save();
  }

  /** A job of an earlier attempt is under way again. */
  resumed(ref: RunRef): void {
    this.#jobs.add(ref.id);
    this.opened(ref);
  }

  closed(ref: RunRef): void {
    const index = this.#open.findIndex(({ id }) => id === ref.id);
    if (index >= 0) this.#open.splice(index, 1);
    this.#save();
  }

  /** A run of a model; what was made of it before a failure stays open, to be closed like all that is. */
  async start(start: RunStart): Promise<RunRef> {
    return this.#watch((opened) => this.#tracker.start({ ...start, opened }));
  }

  async #watch(start: (opened: (ref: RunRef) => void) => Promise<RunRef>): Promise<RunRef> {
    const parts: RunRef[] = [];
    const ref = await start((part) => {
      parts.push(part);
      this.opened(part);
    });
    this.opened(ref);
    for (const part of parts) this.closed(part);
    return ref;
  }

  /** A tracker in trouble costs the record of the job, never the job. */
  async begin(parent: RunRef | undefined, job: JobStart): Promise<RunRef | undefined> {
    if (parent === undefined) return undefined;
    try {
      const start = this.#tracker.startJob?.bind(this.#tracker);
      if (start === undefined) return undefined;
      const ref = await this.#watch((opened) => start(parent, { ...job, opened }));
      this.#jobs.add(ref.id);
      return ref;
    } catch (error) {
      this.#note(job.model.name, error);
      return undefined;
    }
  }

  async end(ref: RunRef | undefined, model: string, end: JobEnd): Promise<void> {
    if (ref === undefined || ref.settled === true) return;
    try {
      this.findings.push(...((await this.#tracker.finishJob?.(ref, end)) ?? []));
      this.closed(ref);
    } catch (error) {
      this.#note(model, error);
    }
  }

  /** Hands everything that is open on to another process: the post step must leave it alone. */
  release(): void {
    this.#open.length = 0;
    this.#save();
  }

  /** Ends everything that is still open, jobs as killed, for they may be taken up; the post step tries what fails here. */
  async abandon(status: 'failed' | 'killed'): Promise<void> {
    for (const ref of [...this.#open].reverse()) {
      try {
        await this.#tracker.finish(ref, { status: this.#jobs.has(ref.id) ? 'killed' : status, runs: [] });
        this.closed(ref);
      } catch {
        // It stays in the saved state.
      }
    }
  }

  #note(model: string, error: unknown): void {
    this.findings.push({
      code: 'not-recorded',
      facts: { model, why: messageOf(error) },
    });
  }

  #save(): void {
    this.#state.save(OPEN_RUNS_STATE, this.#open.length === 0 ? '' : JSON.stringify(this.#open));
  }
}
