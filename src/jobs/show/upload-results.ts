// Writes the results files of one request and uploads them; what is shared, and how, is decided elsewhere.
import { isEnded } from '../../core/job/approval.ts';
import { answerFieldsOf, type Job } from '../../core/job/job.ts';
import {
  isPacked,
  type ResultsFormat,
  type ResultsRequest,
  resultsFileName,
} from '../../core/result/results-file.ts';
import type { Deps } from '../deps.ts';

type UploadDeps = Pick<Deps, 'notifier' | 'jobData' | 'options'>;

export interface Uploaded {
  fileId: string;
  name: string;
}

/** @returns the uploaded files in the order asked for, or one ZIP with them. @throws ServiceError */
export async function uploadResults(
  deps: UploadDeps,
  job: Job,
  request: ResultsRequest,
): Promise<Uploaded[]> {
  const written: { path: string; name: string; bytes: number }[] = [];
  for (const format of request.formats) written.push(await write(deps, job, request, format));
  const files = isPacked(written.map(({ bytes }) => bytes))
    ? [await pack(deps, job, request, written)]
    : written;
  const uploaded: Uploaded[] = [];
  for (const { path, name } of files)
    uploaded.push({ ...(await deps.notifier.uploadFile({ path, name })), name });
  return uploaded;
}

async function write(
  { jobData, options }: UploadDeps,
  job: Job,
  { only, columns, isRaw }: ResultsRequest,
  format: ResultsFormat,
) {
  const isPartial = !isEnded(job);
  const name = resultsFileName(job, format, { only, isPartial });
  const path = options.paths.results(job.id, name);
  const { bytes } = await jobData.export({
    jobId: job.id,
    format,
    only,
    columns,
    idColumn: job.settings.idColumn,
    answerFields: answerFieldsOf(job),
    isPartial,
    guardFormulas: options.guardFormulas && !isRaw,
    title: titleOf(job, only),
    path,
  });
  return { path, name, bytes };
}

function titleOf({ source, number }: Job, only: ResultsRequest['only']): string {
  const rows = only === null ? 'results' : only === 'failed' ? 'failed rows' : `results (${only})`;
  return `${source?.name ?? 'Watched message batch'}: ${rows} of job #${number}`;
}

async function pack(
  { jobData, options }: UploadDeps,
  job: Job,
  { only }: ResultsRequest,
  written: { path: string; name: string }[],
) {
  const name = resultsFileName(job, 'zip', { only, isPartial: !isEnded(job) });
  const path = options.paths.results(job.id, name);
  await jobData.pack({
    jobId: job.id,
    files: written.map((file) => ({ path: file.path, name: file.name })),
    path,
  });
  return { path, name };
}
