import { defineConfig } from 'vitest/config';

// The long versions: minutes instead of seconds, one file after the other so that kills and delays mean what they say.
export default defineConfig({
  test: {
    include: ['test/torture/**/*.torture.ts'],
    globalSetup: ['test/support/compile-bot.ts'],
    fileParallelism: false,
    disableConsoleIntercept: true,
    testTimeout: 30 * 60_000,
    hookTimeout: 60_000,
  },
});
