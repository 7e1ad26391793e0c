import { defineConfig } from 'vitest/config';
import { BUILD } from './test/support/compile-bot.ts';
import { compiled } from './test/support/compiled.ts';

/** What is told in milliseconds runs alone, after everything else. */
const LOAD = ['test/stories/many.test.ts'];

export default defineConfig({
  plugins: [compiled()],
  test: {
    server: { deps: { external: [new RegExp(`/${BUILD}/`)] } },
    execArgv: ['--enable-source-maps'],
    // Stories boot the whole app with its worker processes, but wait for most of their time; three at a time is what two cores can carry.
    maxWorkers: 3,
    // Longer than the stand-ins wait for anything, so that a test that hangs says what it waited for.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['test/**/*.test.ts'],
          exclude: LOAD,
          globalSetup: ['test/support/compile-bot.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: 'load', include: LOAD, sequence: { groupOrder: 1 } } },
    ],
  },
});
