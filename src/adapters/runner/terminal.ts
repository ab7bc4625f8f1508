// What a command line offers: lines on standard error, one that is rewritten while it measures, nothing to annotate.

import type { Logger, State, StepOutput } from '../../ports/machine.ts';
import { toLogLine } from './log-line.ts';

/** Talks on standard error, so that standard output holds the report alone. */
export class TerminalLogger implements Logger {
  readonly #stream: NodeJS.WriteStream;
  readonly #quiet: boolean;
  #last = '';

  constructor(stream: NodeJS.WriteStream, quiet: boolean) {
    this.#stream = stream;
    this.#quiet = quiet;
  }

  info(message: string): void {
    if (!this.#quiet) this.#line(toLogLine(message));
  }

  warning(message: string): void {
    this.#line(`warning: ${toLogLine(message)}`);
  }

  group<T>(_title: string, work: () => Promise<T>): Promise<T> {
    return work();
  }

  progress(message: string): void {
    if (this.#quiet || message === this.#last) return;
    if (this.#stream.isTTY) this.#stream.write(`\r\u001b[2K${toLogLine(message).slice(0, this.#stream.columns - 1)}`);
    else this.#line(toLogLine(message));
    this.#last = message;
  }

  /** Takes the progress line away, so that what is printed next starts on a line of its own. */
  end(): void {
    if (this.#stream.isTTY && this.#last !== '') this.#stream.write('\r\u001b[2K');
    this.#last = '';
  }

  #line(message: string): void {
    this.end();
    this.#stream.write(`${message}\n`);
  }
}

/** Outside Actions there are no outputs, no summary and no later step. */
export class NoStepOutput implements StepOutput, State {
  setOutput(): void {}
  async appendSummary(): Promise<void> {}
  annotate(): void {}
  save(): void {}
}
