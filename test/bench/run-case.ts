// Runs one case in a process of its own and prints how long it took and the most memory it had.
import type { Measured } from './case.ts';
import { others } from './others.ts';
import { ours } from './ours.ts';

const [name = '', input = '{}'] = process.argv.slice(2);
const prepare = ours[name] ?? others[name];
if (prepare === undefined) throw new Error(`There is no case ${name}.`);
const work = await prepare(JSON.parse(input));
const began = performance.now();
const made = await work();
const ms = performance.now() - began;
const measured: Measured = { ms, rssMb: process.resourceUsage().maxRSS / 1024, made };
console.log(JSON.stringify(measured));
process.exit(0);
