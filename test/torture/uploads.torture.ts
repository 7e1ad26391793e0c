// Three hundred hostile uploads: each ends in a table or a sentence within 25 seconds, in less than 400 MB, and the bot goes on.
import { expect, it } from 'vitest';
import { runUploads, uploads } from '../support/hostile/run.ts';
import { report } from './support/report.ts';

const LONGEST_MS = 25_000;
const MOST_BYTES = 400_000_000;

it('every hostile upload ends in a table or a sentence', async () => {
  expect(uploads.length).toBeGreaterThanOrEqual(300);
  const startedMs = performance.now();
  const faults: string[] = [];
  const tally = { table: 0, sentence: 0, mistake: 0, lost: 0 };
  let longest = { ms: 0, what: '' };
  let largest = { bytes: 0, what: '' };
  for await (const { upload, end, tookMs, peakBytes } of runUploads(uploads)) {
    const what = `${upload.what} (${upload.name})`;
    tally[end.kind] += 1;
    if (end.kind === 'mistake') faults.push(`${what}: ${end.text}`);
    if (end.kind === 'sentence' && end.text.includes('too much time or memory')) tally.lost += 1;
    if (tookMs > LONGEST_MS) faults.push(`${what}: ${Math.round(tookMs / 1000)} s`);
    if (peakBytes > MOST_BYTES) faults.push(`${what}: ${Math.round(peakBytes / 1e6)} MB`);
    if (tookMs > longest.ms) longest = { ms: tookMs, what };
    if (peakBytes > largest.bytes) largest = { bytes: peakBytes, what };
  }
  report({
    id: 'S5',
    did: `${uploads.length} hostile uploads: ${tally.table} tables, ${tally.sentence} sentences, ${tally.lost} of them because the worker was ended`,
    came: `${faults.length} faults; longest ${Math.round(longest.ms / 100) / 10} s (${longest.what}), most memory ${Math.round(largest.bytes / 1e6)} MB (${largest.what})`,
    tookMs: performance.now() - startedMs,
  });
  expect(faults).toEqual([]);
});
