// Before a job's create calls: the documents that its requests name by an id are uploaded, each once.
import type { ById, Job } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import { type DocumentUpload, readUploads, saveUploads } from './uploads.ts';

type UploadDeps = Pick<Deps, 'store' | 'batchApi' | 'jobData' | 'clock' | 'log'>;

/** The ids that Anthropic gave, by the sha256 of the documents. */
export type FileIds = Record<string, string>;

const DAY_MS = 24 * 60 * 60_000;
/** The net below the bot's own deleting. */
const EXPIRES_AFTER_MS = 7 * DAY_MS;
/** A message batch runs for a day at most, and may wait its turn before. */
const FRESH_MS = 5 * DAY_MS;

/**
 * Whoever calls holds the lock of sending. What was uploaded before is not uploaded again; an upload of unknown outcome
 * is looked up by its name first.
 * @throws ServiceError; UserError when Anthropic does not take a document
 */
export async function uploadDocuments(deps: UploadDeps, job: Job): Promise<FileIds> {
  const fileIds: FileIds = {};
  for (const document of job.report?.byId ?? []) {
    fileIds[document.sha256] ??= (await knownId(deps, job, document)) ?? (await upload(deps, job, document));
  }
  return fileIds;
}

/** @returns the id of an upload that lasts long enough; null when there is none */
async function knownId(deps: UploadDeps, job: Job, { sha256 }: ById): Promise<string | null> {
  const known = (await readUploads(deps.store))[job.id]?.find((one) => one.sha256 === sha256);
  if (known === undefined || deps.clock.now() - known.at >= FRESH_MS) return null;
  if (known.fileId !== null) return known.fileId;
  const [found] = await deps.batchApi.filesNamed(known.fileName);
  if (found === undefined) return null;
  await keep(deps, job, { ...known, fileId: found });
  return found;
}

async function upload(deps: UploadDeps, job: Job, { sha256 }: ById): Promise<string> {
  const fileName = `${job.id}-${sha256.slice(0, 16)}`;
  const intent = { sha256, fileName, fileId: null, at: deps.clock.now() };
  await keep(deps, job, intent);
  const input = { jobId: job.id, sha256, fileName, expiresInSeconds: EXPIRES_AFTER_MS / 1000 };
  const { fileId } = await deps.jobData.uploadDocument(input);
  await keep(deps, job, { ...intent, fileId });
  deps.log.info({ jobId: job.id, fileId }, 'document uploaded');
  return fileId;
}

/** In place of an earlier upload of the same document, which was too old or did not arrive. */
async function keep({ store }: UploadDeps, job: Job, made: DocumentUpload): Promise<void> {
  const others = ((await readUploads(store))[job.id] ?? []).filter(({ sha256 }) => sha256 !== made.sha256);
  await saveUploads(store, job, [...others, made]);
}
