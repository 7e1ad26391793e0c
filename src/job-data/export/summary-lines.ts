// What came of a job, in lines for the head of a results file.
import { tallyParts } from '../../core/result/tally.ts';
import type { ExportInput } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { count } from '../result/count.ts';

/** @returns e.g. '10 requests: 9 done · 1 failed' and, when the answers are labels, how often each was given */
export function summaryLines(file: JobFile, wanted: Pick<ExportInput, 'answerFields'>): string[] {
  const tally = count(file, { ...wanted, hasCache: false });
  const shown = tallyParts(tally)
    .filter(({ count: n }) => n > 0)
    .map(({ count: n, word }) => `${n} ${word}`);
  const labels = tally.labels.map(({ name, counts }) => {
    const told = counts.map(({ label, count: n }) => `${label} ${n}`);
    return `${name ?? 'Answers'}: ${told.join(' · ')}`;
  });
  return [
    `${tally.requests} ${tally.requests === 1 ? 'request' : 'requests'}: ${shown.join(' · ')}`,
    ...labels,
  ];
}
