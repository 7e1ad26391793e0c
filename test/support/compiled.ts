// Tests run the sources as they ship: compiled, not transformed one by one in each test file. A bot in a test then starts in half the time.
import { dirname, join, relative, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { BUILD } from './compile-bot.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** @returns for vitest: an import of `src/` or `commands/` gets what compile-bot.ts made of it */
export function compiled(): Plugin {
  return {
    name: 'compiled',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || !/^\..*\.ts$/.test(source)) return null;
      const path = relative(ROOT, resolve(dirname(importer), source));
      return /^(src|commands)\//.test(path) ? join(ROOT, BUILD, path.replace(/\.ts$/, '.js')) : null;
    },
  };
}
