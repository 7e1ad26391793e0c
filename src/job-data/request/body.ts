// The body of a create call, rendered from stored rows while it is sent.
import type { PlannedBatch } from '../../core/job/batch.ts';
import type { JobFile } from '../job-file.ts';
import { sentRows } from '../rows/stored-rows.ts';
import { createBodyWriter } from './body-writer.ts';
import { createRowRenderer, type Renderer } from './render.ts';

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
  const renderRow = createRowRenderer(renderer);
  const body = createBodyWriter();
  for (const row of sentRows(file, attempt, batch)) {
    const rendered = renderRow(row);
    if (!rendered.ok) throw new Error(`Row ${row.seq} can no longer be rendered.`);
    const full = body.add(rendered.bytes);
    if (full !== null) yield full;
  }
  const { last, bytes, sha256 } = body.finish();
  if (bytes !== batch.bodyBytes || sha256 !== batch.bodySha256) {
    throw new Error('The requests are not the ones that were previewed.');
  }
  yield last;
}
