// The check on the commit: opened before anything is measured, concluded on every way out.

import type { Finding } from '../../../domain/finding.ts';
import type { Report } from '../../../domain/report.ts';
import type { CheckHandle, CheckOpening, Checks } from '../../../ports/forge.ts';
import type { State } from '../../../ports/machine.ts';
import type { Sink, SinkResult } from '../../../ports/sink.ts';
import { renderCheck } from '../../../rendering/check.ts';
import { CHECK_STATE } from '../../saved-state.ts';
import { describeError } from '../publish.ts';

export interface CheckOptions {
  readonly checks: Checks;
  /** Each job of a matrix has a check of its own, named after its key, and with a mark of its own. */
  readonly opening: CheckOpening;
  readonly state: State;
}

export class CheckSink implements Sink {
  readonly name = 'check';
  readonly #options: CheckOptions;
  #handle: CheckHandle | undefined;
  #refused: Finding | undefined;

  constructor(options: CheckOptions) {
    this.#options = options;
  }

  /** Opens the check. A refusal is kept as a finding for the report. */
  async open(): Promise<void> {
    const { checks, opening, state } = this.#options;
    // First: a step that is killed while GitHub opens the check leaves enough to find it.
    state.save(CHECK_STATE, JSON.stringify(opening));
    try {
      this.#handle = await checks.start(opening);
      state.save(CHECK_STATE, JSON.stringify(this.#handle));
    } catch (error) {
      this.#refused = { code: 'sink-failed', facts: { sink: this.name, why: describeError(error) } };
    }
  }

  async publish(report: Report): Promise<SinkResult> {
    if (this.#refused !== undefined) await this.#findUnheard();
    if (this.#handle === undefined)
      return { findings: this.#refused === undefined ? [] : [this.#refused], outputs: {} };
    const { conclusion, status } = report.effects;
    const text = renderCheck(report);
    const concluded = await this.#options.checks.conclude(this.#handle, { conclusion, status, text });
    this.#options.state.save(CHECK_STATE, '');
    return { findings: [], outputs: { 'check-url': concluded.url } };
  }

  /** GitHub may have opened the check without an answer. Where that cannot be told now, the post step looks again. */
  async #findUnheard(): Promise<void> {
    const { checks, opening, state } = this.#options;
    try {
      this.#handle = await checks.find(opening);
      if (this.#handle === undefined) state.save(CHECK_STATE, '');
    } catch {
      // The report tells already that the check could not be opened.
    }
  }
}
