// What came of a job, in lines for the head of a results file.
import type { ExportInput } from '../ports/job-data.ts';
import { count } from './count.ts';
import type { JobFile } from './job-file.ts';

/** @returns e.g. '10 requests: 9 with a whole answer · 1 errored' and, when the answers are labels, how often each was given */
export function summaryLines(file: JobFile, wanted: Pick<ExportInput, 'answerFields'>): string[] {
  const tally = count(file, { ...wanted, hasCache: false });
  const parts: [number, string][] = [
    [tally.succeeded - tally.cutOff - tally.refused - tally.misfit, 'with a whole answer'],
    [tally.cutOff, 'cut off'],
    [tally.refused, 'refused'],
    [tally.misfit, 'without a field that was asked for'],
    [tally.errored, 'errored'],
    [tally.expired, 'expired'],
    [tally.canceled, 'canceled'],
    [tally.missing, 'without a result'],
  ];
  const shown = parts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`);
  const labels = tally.labels.map(({ name, counts }) => {
    const told = counts.map(({ label, count: n }) => `${label} ${n}`);
    return `${name ?? 'Answers'}: ${told.join(' · ')}`;
  });
  return [
    `${tally.requests} ${tally.requests === 1 ? 'request' : 'requests'}: ${shown.join(' · ')}`,
    ...labels,
  ];
}
