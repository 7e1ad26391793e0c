// What builders import by this project's name, although it is installed nowhere as a package.
import Module, { register } from 'node:module';
import { fileURLToPath } from 'node:url';

const NAME = 'claude-batches-for-slack';

/** Lets modules that are loaded from now on import `defineBuilder` by name, as `import` and as `require` look it up. */
export function offerByName(): void {
  const entry = new URL(import.meta.url.endsWith('.ts') ? './builder.ts' : './builder.js', import.meta.url);
  const hook = `export const resolve = (name, context, next) =>
    next(name === ${JSON.stringify(NAME)} ? ${JSON.stringify(entry.href)} : name, context);`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
  // tsx loads files as CommonJS where no package.json beside them says otherwise. Hooks for both come with Node 22.15.
  const commonJs = Module as unknown as { _resolveFilename(name: string, ...more: unknown[]): string };
  const resolve = commonJs._resolveFilename;
  commonJs._resolveFilename = (name, ...more) =>
    resolve.call(commonJs, name === NAME ? fileURLToPath(entry) : name, ...more);
}
