import { defineConfig } from 'vitest/config';

// What needs a PostgreSQL server of its own; `npm test` covers the same with SQLite.
export default defineConfig({
  test: {
    include: ['test/postgres/**/*.postgres.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
