// The bench: every step against the bare library and a Python script on the same data, in rounds; medians as ratios.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { measureHome } from './home.ts';
import { measureLatency } from './latency.ts';
import { measureMillion } from './million.ts';
import { measureSteps } from './steps.ts';
import { printFigures } from './table.ts';

const folder = join(process.cwd(), 'dist', 'bench-data');
mkdirSync(folder, { recursive: true });
const wanted = new Set(process.argv.slice(2));
const isWanted = (part: string) => wanted.size === 0 || wanted.has(part);

if (isWanted('steps'))
  printFigures('100,000 rows', await measureSteps(folder, Number(process.env.ROUNDS ?? 5)));
if (isWanted('million')) printFigures('1,000,000 rows', await measureMillion(folder));
if (isWanted('home')) printFigures('1,000 jobs of one person', await measureHome());
if (isWanted('latency')) printFigures('While 1,000,000 rows are worked on', await measureLatency(folder));
process.exit(0);
