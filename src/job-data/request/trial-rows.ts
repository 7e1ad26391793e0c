// Rows of a draft that are asked one by one before the whole: chosen and weighed at check, rendered when they are asked.

import { TRIAL_ROWS } from '../../core/draft/trial.ts';
import { promptTextOf } from '../../core/request/request.ts';
import { NO_OVERRIDES } from '../../core/result/retry.ts';
import type { CheckReport, TrialRequest, TrialRowsInput } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { createNamer } from '../rows/document-name.ts';
import { rowAt, rowsToTry } from '../rows/row-at.ts';
import type { StoredRow } from '../rows/stored-rows.ts';
import { createLoads } from './loads.ts';
import { prepare } from './prepare.ts';
import { createRowRenderer, type RenderedRequest, type RenderRow } from './render.ts';

/** Requests pass through the process that answers Slack; a larger one leaves its turn to the next row. */
const MOST_BYTES = 5_000_000;
const PROMPT_CHARS = 1500;
/** So many rows are passed over before a place is given up. */
const TRIES = 20;

/** @returns rows spread over those that are sent, in their order, and what asking them would be; fewer where rows are too large */
export function chooseTrial(file: JobFile, renderRow: RenderRow): CheckReport['trial'] {
  const seqs = new Set<number>();
  const loads = createLoads();
  for (const from of rowsToTry(file, TRIAL_ROWS)) {
    const chosen = firstUsable(from, seqs, renderRow);
    if (chosen === null) continue;
    seqs.add(chosen.seq);
    loads.add(chosen.rendered);
  }
  return { seqs: [...seqs].sort((a, b) => a - b), loads: loads.list() };
}

function firstUsable(
  from: Iterable<StoredRow>,
  taken: ReadonlySet<number>,
  renderRow: RenderRow,
): { seq: number; rendered: RenderedRequest } | null {
  let tries = 0;
  for (const row of from) {
    if (taken.has(row.seq)) continue;
    const rendered = renderRow(row);
    if (rendered.ok && isUsable(rendered)) return { seq: row.seq, rendered };
    if (++tries === TRIES) return null;
  }
  return null;
}

function isUsable({ wholeBytes }: RenderedRequest): boolean {
  return wholeBytes <= MOST_BYTES;
}

/**
 * Without marks for the prompt cache: writing it costs more than three rows can save.
 * @returns the rows that are wanted, in that order, without those that can no longer be rendered
 */
export function trialRows(file: JobFile, input: TrialRowsInput): TrialRequest[] {
  const prepared = prepare(file, { ...input, models: null, cache: null, overrides: NO_OVERRIDES });
  if (!prepared.ok) return [];
  const renderRow = createRowRenderer(prepared.renderer);
  const nameOf = createNamer(input.format);
  return input.seqs.flatMap((seq) => {
    const row = rowAt(file, seq);
    const rendered = row === null ? null : renderRow(row);
    if (row === null || !rendered?.ok || !isUsable(rendered)) return [];
    const params = rendered.readWhole();
    const prompt = promptTextOf(params).slice(0, PROMPT_CHARS);
    return [{ seq, preview: { line: row.line, file: nameOf(row), prompt }, params }];
  });
}
