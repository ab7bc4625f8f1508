// A world inside a test run, where Azurite has been started already.

import { inject } from 'vitest';
import { openWorld, type World } from './runner.ts';

export { ALL_PERMISSIONS, type StepOptions, type StepResult, type World } from './runner.ts';
export { seedLocal } from './seed.ts';

export function createWorld(): Promise<World> {
  return openWorld(inject('azuriteUrl'));
}
