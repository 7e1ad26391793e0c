// Task: choose the rows of another attempt by how they came out, and report what sending them would mean.

import { asksOtherwise, isRetried, type RowOutcome } from '../../core/result/retry.ts';
import type { ResultStatus } from '../../core/result/tally.ts';
import { noProblems } from '../../core/source/problem.ts';
import type { CheckReport, CheckRetryInput } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { emptyReport } from '../request/check.ts';
import { prepare } from '../request/prepare.ts';
import { createRowRenderer } from '../request/render.ts';
import { createSurveyor } from '../request/survey.ts';
import { createNamer } from '../rows/document-name.ts';
import { tableFacts } from '../rows/rows.ts';
import { sentRows } from '../rows/stored-rows.ts';

const ALL = { firstSeq: 1, lastSeq: Number.MAX_SAFE_INTEGER };

/** Ends the transaction of a choice that sends nothing: the rows that were chosen before stay. */
class NothingChosen extends Error {}

/** Doing it again for the same attempt chooses anew, unless that chooses none. @returns the report of the chosen rows alone */
export function checkRetry(file: JobFile, input: CheckRetryInput): CheckReport {
  const { attempt, choice } = input;
  const facts = tableFacts(file);
  const report = emptyReport({ ...facts, problems: noProblems() });
  const prepared = prepare(file, { ...input, overrides: choice.overrides });
  if (!prepared.ok) return { ...report, blockers: [prepared.blocker] };
  const renderRow = createRowRenderer(prepared.renderer);
  const choose = file.transaction(() => {
    const total = chooseRows(file, input);
    const surveyor = createSurveyor(total, input, createNamer(input.format));
    const leaveOut = file.prepare('DELETE FROM attempt_row WHERE attempt = ? AND seq = ?');
    let position = 0;
    for (const row of sentRows(file, attempt, ALL)) {
      const rendered = renderRow(row);
      position += 1;
      if (rendered.ok) surveyor.add(row, position, rendered);
      else leaveOut.run(attempt, row.seq);
    }
    Object.assign(report, surveyor.finish(), {
      duplicates: { rows: countDuplicates(file, attempt), loads: [] },
    });
    if (report.requests === 0) throw new NothingChosen();
  });
  try {
    choose();
  } catch (error) {
    if (!(error instanceof NothingChosen)) throw error;
  }
  return report;
}

/** Rows without a whole answer, the only ones that another attempt can be for. */
const OPEN_ROWS = `
  SELECT row.seq, status, stop_reason AS stopReason, error_type AS errorType, error, misfit.text AS misfit
  FROM row LEFT JOIN result ON result.seq = row.seq
    LEFT JOIN misfit ON misfit.seq = row.seq AND misfit.attempt = result.attempt
  WHERE row.seq NOT IN (SELECT seq FROM skipped) AND row.seq NOT IN (SELECT seq FROM same_as)
    AND (status IS NULL OR status <> 'succeeded' OR stop_reason IS NOT 'end_turn' OR misfit.text IS NOT NULL)
    AND row.seq > ? ORDER BY row.seq LIMIT 2000`;

type OpenRow = Omit<RowOutcome, 'status' | 'isMisfit'> & {
  seq: number;
  status: ResultStatus | null;
  misfit: string | null;
};

/** @returns how many rows were chosen */
function chooseRows(file: JobFile, { attempt, choice, settings }: CheckRetryInput): number {
  const isFirst = attempt === 2 && !tableFacts(file).readyMade;
  const isChanged = asksOtherwise(isFirst ? settings : null, choice.overrides);
  file.prepare('DELETE FROM attempt_row WHERE attempt = ?').run(attempt);
  const add = file.prepare('INSERT INTO attempt_row (attempt, seq) VALUES (?, ?)');
  const open = file.prepare<[number], OpenRow>(OPEN_ROWS);
  let chosen = 0;
  for (let page = open.all(0); page.length > 0; page = open.all(page.at(-1)?.seq ?? 0)) {
    for (const { seq, status, misfit, ...rest } of page) {
      const outcome = status === null ? null : { status, ...rest, isMisfit: misfit !== null };
      if (!isRetried(outcome, choice.only, isChanged)) continue;
      add.run(attempt, seq);
      chosen += 1;
    }
  }
  return chosen;
}

/** Rows that get the result of a chosen one. */
function countDuplicates(file: JobFile, attempt: number): number {
  const counted = file
    .prepare<[number], { n: number }>(
      'SELECT count(*) AS n FROM same_as JOIN attempt_row ON attempt_row.seq = as_seq AND attempt = ?',
    )
    .get(attempt);
  return counted?.n ?? 0;
}
