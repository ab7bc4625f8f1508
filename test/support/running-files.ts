// A reporter that tells, where a run of the tests is stopped from outside, which files had not ended.

import process from 'node:process';
import type { Reporter, TestModule } from 'vitest/node';

export default class RunningFiles implements Reporter {
  readonly #running = new Map<string, number>();

  onInit(): void {
    process.once('SIGTERM', () => {
      for (const [file, since] of this.#running)
        process.stderr.write(`still running after ${Math.round((Date.now() - since) / 1000)} s: ${file}\n`);
      process.exit(143);
    });
  }

  onTestModuleQueued({ relativeModuleId }: TestModule): void {
    this.#running.set(relativeModuleId, Date.now());
  }

  onTestModuleEnd({ relativeModuleId }: TestModule): void {
    this.#running.delete(relativeModuleId);
  }
}
