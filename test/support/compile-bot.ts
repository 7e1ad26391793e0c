// Before any test: the bot is compiled once, so that the stories that kill its process find it whole; a start then takes a third of the time.
import { execFileSync } from 'node:child_process';

/** Where the compiled bot is. */
export const BUILD = 'dist/torture';

/** Called by vitest once for a run. @throws when the code does not compile; tsc then says why on the console */
export default function compileBot(): void {
  execFileSync('npx', ['tsc', '-p', 'tsconfig.torture.json', '--outDir', BUILD], { stdio: 'inherit' });
}
