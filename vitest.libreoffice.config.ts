import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/libreoffice/*.libreoffice.ts'],
    // One LibreOffice at a time, and its first start takes long.
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
