// Task: upload one document that several requests name by its id.
import { ServiceError, UserError } from '../../core/errors.ts';
import type { Media } from '../../core/source/media.ts';
import type { UploadInput } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { fromJson, thereOf } from '../rows/attachments.ts';

/** Posts a file. @throws ServiceError */
export type UploadFile = (
  file: Pick<UploadInput, 'fileName' | 'expiresInSeconds'> & { type: string; bytes: Buffer },
) => Promise<string>;

/**
 * @returns the id that Anthropic gave
 * @throws ServiceError from the post; UserError when Anthropic does not take the document
 */
export async function uploadDocument(
  file: JobFile,
  { sha256, fileName, expiresInSeconds }: UploadInput,
  uploadFile: UploadFile,
): Promise<{ fileId: string }> {
  const stored = file
    .prepare<[string], { name: string; media: string | null; bytes: Buffer | null }>(
      'SELECT name, media, bytes FROM document WHERE sha256 = ? ORDER BY n LIMIT 1',
    )
    .get(sha256);
  const type = fromJson<Media>(stored?.media ?? null)?.type;
  if (stored === undefined || type === undefined)
    throw new Error('The document to be uploaded is not there.');
  try {
    const bytes = thereOf(stored.bytes, stored.name);
    return { fileId: await uploadFile({ fileName, expiresInSeconds, type, bytes }) };
  } catch (error) {
    throw isAboutFile(error) ? notTaken(stored.name, error) : error;
  }
}

const ABOUT_FILE = ['invalid_request_error', 'request_too_large'];

function isAboutFile(error: unknown): error is ServiceError {
  return error instanceof ServiceError && error.kind === 'refused' && ABOUT_FILE.includes(error.code);
}

function notTaken(name: string, error: ServiceError): UserError {
  return new UserError(
    'document-refused',
    `Nothing was sent: Anthropic does not take ${name} (${error.message}).`,
    'Save the document anew or make it smaller, and drop it with the table again.',
    { cause: error },
  );
}
