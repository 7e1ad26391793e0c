// What is left of a job once its rows, prompts and answers are deleted: who did what, when, and what it cost.

import type { Settings } from '../draft/settings.ts';
import { UserError } from '../errors.ts';
import type { Tally } from '../result/tally.ts';
import type { ProblemList } from '../source/problem.ts';

export interface Deletion {
  by: string;
  /** UTC milliseconds. */
  at: number;
  /** Message batches that the bot could not delete at Anthropic, by their ids there; none when it is not said. */
  left?: string[];
}

/** What a report holds of people's words, and everything else of it. */
interface Report {
  columns: string[];
  notes: string[];
  skipped: ProblemList;
  previews: unknown[];
  byId?: unknown[];
}

/** @returns the fields of a job without anything that a person or Claude wrote, but for the name of its file and the reasons of approvers */
export function withoutContent<R extends Report>(job: {
  settings: Settings;
  report: R | null;
  tally: Tally | null;
}) {
  const { settings, report, tally } = job;
  const answerFields: Settings['answerFields'] = [];
  return {
    settings: {
      ...settings,
      prompt: null,
      system: null,
      query: null,
      sheet: null,
      idColumn: null,
      answerFields,
    },
    report:
      report === null
        ? null
        : {
            ...report,
            columns: [],
            notes: [],
            skipped: { ...report.skipped, first: [] },
            previews: [],
            byId: [],
          },
    tally: tally === null ? null : { ...tally, errors: [], labels: [] },
    retry: null,
    notice: null,
  };
}

/** @throws UserError when the data of the job is deleted */
export function refuseDeleted(job: { number: number; state: string; deletion: Deletion | null }): void {
  if (job.state !== 'deleting' && job.state !== 'deleted') return;
  throw new UserError(
    'deleted',
    `The data of job #${job.number} was deleted.`,
    'Drop the file again to start a new one.',
    {
      byUserId: job.deletion?.by ?? null,
    },
  );
}
