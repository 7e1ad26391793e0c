// A million rows in ten message batches: every step has to grow with its rows and with nothing else.
import { join } from 'node:path';
import type { Measured } from './case.ts';
import { BATCH_ROWS, csvOf, resultsOf } from './data.ts';
import { removeDatabase, runCase, startServer } from './run.ts';
import { type Figure, median } from './table.ts';

const MILLION = 1_000_000;

interface Steps {
  build: Measured;
  check: Measured;
  submit: Measured;
  collect: Measured;
  export: Measured;
}

/** @returns how each step grew from 100,000 to 1,000,000 rows, and its most memory */
export async function measureMillion(folder: string): Promise<Figure[]> {
  const small = await medianOf(SMALL_ROUNDS, () => play(folder, BATCH_ROWS));
  const large = await play(folder, MILLION);
  return (Object.keys(large) as (keyof Steps)[]).flatMap((step): Figure[] => [
    {
      what: `${step.toUpperCase()}: times the time of 100,000 rows`,
      measured: large[step].ms / small[step].ms,
      unit: 'x',
      goal: { atMost: 11 },
    },
    { what: `${step.toUpperCase()}: time`, measured: large[step].ms, unit: 'ms', goal: null },
    {
      what: `${step.toUpperCase()}: most memory`,
      measured: large[step].rssMb,
      unit: 'MB',
      goal: { atMost: 250 },
    },
  ]);
}

/** A run of one second differs more from the next than one of ten. */
const SMALL_ROUNDS = 3;

async function medianOf(rounds: number, run: () => Promise<Steps>): Promise<Steps> {
  const all: Steps[] = [];
  while (all.length < rounds) all.push(await run());
  const of = (step: keyof Steps) => ({ ms: median(all.map((one) => one[step].ms)), rssMb: 0, made: null });
  return {
    build: of('build'),
    check: of('check'),
    submit: of('submit'),
    collect: of('collect'),
    export: of('export'),
  };
}

async function play(folder: string, rows: number): Promise<Steps> {
  const csv = await csvOf(folder, rows);
  const jobFile = join(folder, `job-${rows}.sqlite`);
  removeDatabase(jobFile);
  const build = runCase('build: ours', { csv, jobFile });
  const check = runCase('check: ours', { jobFile });
  const submits: Measured[] = [];
  const collects: Measured[] = [];
  for (let part = 0; part * BATCH_ROWS < rows; part++) {
    const server = await startServer(await resultsOf(folder, part * BATCH_ROWS + 1, (part + 1) * BATCH_ROWS));
    submits.push(runCase('submit: ours', { jobFile, url: server.url, plan: String(check.made), part }));
    collects.push(runCase('collect: ours', { jobFile, url: server.url, part }));
    server.stop();
  }
  return {
    build,
    check,
    submit: sum(submits),
    collect: sum(collects),
    export: runCase('export: ours', { jobFile, out: join(folder, 'million.csv') }),
  };
}

function sum(parts: readonly Measured[]): Measured {
  return {
    ms: parts.reduce((total, { ms }) => total + ms, 0),
    rssMb: Math.max(...parts.map(({ rssMb }) => rssMb)),
    made: null,
  };
}
