// The body of a create call, rendered from stored rows while it is sent.
import { createHash } from 'node:crypto';
import type { PlannedBatch } from '../core/batch.ts';
import { BODY_CLOSING, BODY_OPENING } from '../core/split.ts';
import type { JobFile } from './job-file.ts';
import { type Renderer, renderRow } from './render.ts';
import { sentRows } from './rows.ts';

const CHUNK_CHARS = 256 * 1024;

/**
 * Renders the body in chunks and holds its end back until size and hash are those of the preview.
 * @throws Error when they are not: the body is then incomplete, so Anthropic cannot have taken it
 */
export function* renderBody(
  file: JobFile,
  renderer: Renderer,
  attempt: number,
  batch: PlannedBatch,
): Generator<Buffer> {
  const hash = createHash('sha256');
  let sent = 0;
  let text = BODY_OPENING;
  let first = true;
  const flush = () => {
    const chunk = Buffer.from(text);
    text = '';
    hash.update(chunk);
    sent += chunk.length;
    return chunk;
  };
  for (const row of sentRows(file, attempt, batch)) {
    const rendered = renderRow(renderer, row);
    if (!rendered.ok) throw new Error(`Row ${row.seq} can no longer be rendered.`);
    text += first ? rendered.json : `,${rendered.json}`;
    first = false;
    if (text.length >= CHUNK_CHARS) yield flush();
  }
  text += BODY_CLOSING;
  const end = flush();
  if (sent !== batch.bodyBytes || hash.digest('hex') !== batch.bodySha256) {
    throw new Error('The requests are not the ones that were previewed.');
  }
  yield end;
}
