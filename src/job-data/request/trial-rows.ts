// Task: rows of a draft as requests that can be asked one by one; the same rendering as for a message batch.

import { promptTextOf } from '../../core/request/request.ts';
import { NO_OVERRIDES } from '../../core/result/retry.ts';
import type { TrialRequest, TrialRowsInput } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { createNamer } from '../rows/document-name.ts';
import { rowAt, rowsToTry } from '../rows/row-at.ts';
import type { StoredRow } from '../rows/stored-rows.ts';
import { prepare } from './prepare.ts';
import { createRowRenderer } from './render.ts';

/** Requests pass through the process that answers Slack; a larger one leaves its turn to the next row. */
const MOST_BYTES = 5_000_000;
const PROMPT_CHARS = 1500;
/** So many rows are passed over before a place is given up. */
const TRIES = 20;

/**
 * Without marks for the prompt cache: writing it costs more than three rows can save.
 * @returns the rows that are wanted, in their order; fewer where a row is too large
 */
export function trialRows(file: JobFile, input: TrialRowsInput): TrialRequest[] {
  const prepared = prepare(file, { ...input, models: null, cache: null, overrides: NO_OVERRIDES });
  if (!prepared.ok) return [];
  const renderRow = createRowRenderer(prepared.renderer);
  const nameOf = createNamer(input.format);

  function toRequest(row: StoredRow): TrialRequest | null {
    const rendered = renderRow(row);
    if (!rendered.ok || rendered.wholeBytes > MOST_BYTES) return null;
    const params = rendered.readWhole();
    const prompt = promptTextOf(params).slice(0, PROMPT_CHARS);
    return { seq: row.seq, preview: { line: row.line, file: nameOf(row), prompt }, params };
  }

  if (input.seqs !== null) {
    const rows = input.seqs.map((seq) => rowAt(file, seq));
    return rows.flatMap((row) => (row === null ? [] : (toRequest(row) ?? [])));
  }
  const found = new Map<number, TrialRequest>();
  for (const from of rowsToTry(file, input.rows)) {
    const request = firstUsable(from, found, toRequest);
    if (request !== null) found.set(request.seq, request);
  }
  return [...found.values()].sort((a, b) => a.seq - b.seq);
}

function firstUsable(
  from: Iterable<StoredRow>,
  taken: ReadonlyMap<number, unknown>,
  toRequest: (row: StoredRow) => TrialRequest | null,
): TrialRequest | null {
  let tries = 0;
  for (const row of from) {
    if (taken.has(row.seq)) continue;
    const request = toRequest(row);
    if (request !== null) return request;
    if (++tries === TRIES) return null;
  }
  return null;
}
