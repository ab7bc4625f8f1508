// What the workflow runner offers through @actions/core: outputs, summary, annotations, state, masked values.

import * as core from '@actions/core';
import type { Logger, State, StepOutput } from '../../ports/machine.ts';
import { toLogLine, toLogLines } from './log-line.ts';

/** A step summary over 1 MiB is lost as a whole. */
const LONGEST_SUMMARY_BYTES = 1 << 20;

export class ActionsOutput implements StepOutput, State {
  setOutput(name: string, value: string): void {
    core.setOutput(name, value);
  }

  async appendSummary(markdown: string): Promise<void> {
    const size = Buffer.byteLength(markdown);
    if (size > LONGEST_SUMMARY_BYTES)
      throw new Error(`the summary has ${size} bytes, GitHub takes ${LONGEST_SUMMARY_BYTES}`);
    await core.summary.addRaw(markdown, true).write();
  }

  annotate({
    level,
    title,
    message,
  }: {
    level: 'failure' | 'warning' | 'notice';
    title: string;
    message: string;
  }): void {
    const tell = { failure: core.error, warning: core.warning, notice: core.notice }[level];
    tell(toLogLines(message), { title: toLogLine(title) });
  }

  save(key: string, value: string): void {
    core.saveState(key, value);
  }
}

/** Plain lines; progress only when it says something new. */
export class ActionsLogger implements Logger {
  #last = '';

  info(message: string): void {
    core.info(toLogLine(message));
  }

  warning(message: string): void {
    core.info(`Warning: ${toLogLine(message)}`);
  }

  group<T>(title: string, work: () => Promise<T>): Promise<T> {
    return core.group(toLogLine(title), work);
  }

  progress(message: string): void {
    if (message === this.#last) return;
    this.#last = message;
    core.info(toLogLine(message));
  }
}

/** Hides a value in everything the runner logs from now on. */
export function mask(value: string): void {
  if (value !== '') core.setSecret(value);
}

/** What the main step saved for the post step. */
export function readState(key: string): string {
  return core.getState(key);
}

/** Marks the step as failed; a bug is shown with its stack. */
export function fail(error: unknown): void {
  core.setFailed(toLogLines(error instanceof Error ? (error.stack ?? error.message) : String(error)));
}
