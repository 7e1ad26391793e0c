// Before any test: the sources are compiled once, as they ship. Tests import them so, and the stories that kill the bot start them so.
import { execFileSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';

/** Where the compiled sources are. */
export const BUILD = 'dist/test';

/** Called by vitest once for a run, and again for each run of a watch. @throws when the code does not compile; tsc then says why on the console */
export default function compileBot(project: TestProject): void {
  compile();
  project.onTestsRerun(compile);
}

function compile(): void {
  execFileSync('npx', ['tsc', '-p', 'tsconfig.test.json', '--outDir', BUILD], { stdio: 'inherit' });
}
