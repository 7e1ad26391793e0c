// A parent for tests: starts a child, keeps it busy for ever, and prints who it is.
import { startChild } from '../../src/child/child.ts';

const child = startChild(new URL('./busy.ts', import.meta.url), { memoryMb: 100 });
process.stdout.write(`${await child.ask('pid', 20_000)}\n`);
await child.ask('loop', 600_000);
