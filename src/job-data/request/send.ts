// Task: send one message batch, once.

import { UserError } from '../../core/errors.ts';
import type { RemoteBatch } from '../../core/job/batch.ts';
import type { SendInput } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { renderBody } from './body.ts';
import { createIdFiller } from './file-ids.ts';
import { prepare } from './prepare.ts';

/** Posts a body of known length. @throws ServiceError */
export type CreateBatch = (body: {
  lengthBytes: number;
  chunks: Iterable<Uint8Array>;
}) => Promise<RemoteBatch>;

/**
 * Renders and posts one planned message batch.
 * @throws ServiceError from the post; UserError when the requests are not those of the preview
 */
export async function send(file: JobFile, input: SendInput, createBatch: CreateBatch): Promise<RemoteBatch> {
  const prepared = prepare(file, { ...input, models: null });
  if (!prepared.ok) throw changed(input, prepared.blocker.text);
  return createBatch({
    lengthBytes: input.batch.bodyBytes,
    chunks: checkedChunks(renderBody(file, prepared.renderer, input.attempt, input.batch), input),
  });
}

function* checkedChunks(chunks: Iterable<Uint8Array>, input: SendInput): Generator<Uint8Array> {
  try {
    const fill = createIdFiller(input.fileIds);
    for (const chunk of chunks) {
      fill(chunk);
      yield chunk;
    }
  } catch (error) {
    throw changed(input, error instanceof Error ? error.message : String(error), error);
  }
}

function changed({ attempt }: SendInput, reason: string, cause?: unknown): UserError {
  return new UserError(
    'preview-differs',
    `Nothing was sent: ${reason}`,
    attempt > 1
      ? 'Choose the rows again with /batch retry, and press its button.'
      : 'Press Edit and save to make a fresh preview, then submit again.',
    { cause },
  );
}
