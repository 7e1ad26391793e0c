// The menu that brings the results of an ended job in another format.
import type { StaticSelect } from '@slack/types';
import type { Job } from '../../core/job/job.ts';
import { RESULTS_FORMATS, type ResultsFormat } from '../../core/result/results-file.ts';
import { ACTIONS, encodeJobRef } from '../ids.ts';
import { clip, LIMITS } from '../limits.ts';

/** What people call them; what comes by itself stands last. */
const LABELS: Record<ResultsFormat, string> = {
  xlsx: 'Excel (.xlsx)',
  md: 'Markdown, to read',
  tsv: 'TSV',
  json: 'JSON, by id',
  sqlite: 'SQLite',
  csv: 'CSV',
  jsonl: 'JSON Lines',
};

/** @returns the menu; its options say which job and which format */
export function moreFormats(job: Pick<Job, 'id' | 'revision'>): StaticSelect {
  const ref = encodeJobRef({ jobId: job.id, revision: job.revision });
  return {
    type: 'static_select',
    action_id: ACTIONS.moreFormats,
    placeholder: { type: 'plain_text', text: 'More formats' },
    options: Object.entries(LABELS).map(([format, label]) => ({
      text: { type: 'plain_text' as const, text: clip(label, LIMITS.optionText) },
      value: `${ref}|${format}`,
    })),
  };
}

/** @returns the format that was chosen, or null for a value that this release cannot read */
export function chosenFormat(value: string): ResultsFormat | null {
  const last = value.split('|').at(-1);
  return RESULTS_FORMATS.find((format) => format === last) ?? null;
}
