// A person looks at one row of a job: of a draft as it would be sent, later with what came back.

import { UserError } from '../../core/errors.ts';
import { refuseDeleted } from '../../core/job/deletion.ts';
import { answerFieldsOf, type Job } from '../../core/job/job.ts';
import { type RowRef, readRowRef } from '../../core/result/row-ref.ts';
import type { ReadRow, RowReport } from '../../ports/row-report.ts';
import type { Deps } from '../deps.ts';

/**
 * @param text a line as cards count them, or the name of a document
 * @throws UserError when the job has no rows, or none there
 */
export async function lookAtRow(
  { jobData }: Pick<Deps, 'jobData'>,
  job: Job,
  text: string,
): Promise<RowReport> {
  refuseDeleted(job);
  const { report } = job;
  if (job.kind === 'watched')
    throw new UserError(
      'no-rows',
      `Job #${job.number} was created elsewhere, so its rows are not known here.`,
      `/batch results #${job.number} brings its answers.`,
    );
  if (report === null || job.state === 'discarded')
    throw new UserError(
      'no-rows',
      `Job #${job.number} has no rows to look at${job.state === 'discarded' ? ': it was discarded' : ' yet'}.`,
      job.state === 'discarded'
        ? 'Drop the file again to start a new one.'
        : 'Wait until its card shows a draft.',
    );
  const ref = readRowRef(text, report.format === 'documents');
  const found = await jobData.readRow({
    jobId: job.id,
    format: report.format,
    settings: job.settings,
    answerFields: answerFieldsOf(job),
    ref,
  });
  if (found.row === null) throw noSuchRow(job, ref, found);
  return found.row;
}

function noSuchRow(job: Job, ref: RowRef, { around }: ReadRow): UserError {
  const rows =
    around === null ? 'It has no rows.' : `Its rows begin on lines ${around.first} to ${around.last}.`;
  if ('file' in ref)
    return new UserError(
      'no-such-row',
      `Job #${job.number} has no file “${ref.file.slice(0, 100)}”.`,
      'Type the name as it stands in the results.',
    );
  const what =
    ref.nth > 1
      ? `Line ${ref.line} of job #${job.number} has no row ${ref.nth}.`
      : `No row of job #${job.number} begins on line ${ref.line}.`;
  const near =
    around?.before == null || ref.line > around.last
      ? ''
      : ` The one before it begins on line ${around.before}.`;
  return new UserError('no-such-row', what, `${rows}${near}`);
}
