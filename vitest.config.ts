import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/temporary.ts', 'test/support/azurite.ts'],
    setupFiles: ['test/support/matchers.ts'],
    // Scenarios execute real models in child processes, and wait for servers in between: three keep two cores busy.
    maxWorkers: 3,
    // Of what tests execute in this process; scenarios execute dist/ in others.
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text'] },
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
