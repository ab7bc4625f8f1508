// A world inside a test run, where Azurite has been started already.

import { inject, onTestFinished } from 'vitest';
import { openWorld, type World } from './runner.ts';

export { ALL_PERMISSIONS, type StepOptions, type StepResult, type World } from './runner.ts';
export { type Seeded, seedLocal } from './seed.ts';

export function createWorld(): Promise<World> {
  return openWorld(inject('azuriteUrl'));
}

/** The world once more for the test that asks; closed when that test has ended. */
export async function forkOf<W extends { fork(): Promise<W>; close(): Promise<void> }>(world: W): Promise<W> {
  const fork = await world.fork();
  onTestFinished(() => fork.close());
  return fork;
}
