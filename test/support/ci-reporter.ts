// A reporter for the check before a merge. It tells, where a run of the tests is stopped from outside, which files had
// not ended; and it names the tests that passed only when tried again, so that no test that depends on luck stays unseen.

import process from 'node:process';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

export default class CiReporter implements Reporter {
  readonly #running = new Map<string, number>();
  readonly #flaky: string[] = [];

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

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky !== true) return;
    const { errors = [] } = test.result();
    const [first = 'no message'] = errors.map(({ message }) => message.split('\n')[0]);
    this.#flaky.push(`${test.module.relativeModuleId} > ${test.fullName}: ${first}`);
  }

  onTestModuleEnd({ relativeModuleId }: TestModule): void {
    this.#running.delete(relativeModuleId);
  }

  onTestRunEnd(): void {
    for (const test of this.#flaky) process.stderr.write(`passed only when tried again: ${test}\n`);
  }
}
