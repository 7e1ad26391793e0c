// Two thousand generated CSV files: each is read as it was written, or its person is told.
import { it } from 'vitest';
import { checkGeneratedTables } from '../support/generated-csv.ts';
import { report } from './support/report.ts';

const FILES = 2000;

it('generated tables are read as they were written', async () => {
  const startedMs = performance.now();
  await checkGeneratedTables(FILES);
  const tookMs = performance.now() - startedMs;
  report({ id: 'S6', did: `${FILES} generated CSV files`, came: 'each right, or told', tookMs });
});
