// Task: one row of a job as a person wants to look at it: cells, prompt, and what came back.

import { answerCells } from '../../core/answer/answer.ts';
import { cellText } from '../../core/cell.ts';
import { promptTextOf } from '../../core/request/request.ts';
import { whatToFix } from '../../core/result/mend.ts';
import { NO_OVERRIDES } from '../../core/result/retry.ts';
import type { ReadRowInput } from '../../ports/job-data.ts';
import type { CutText, ReadRow, RowResult } from '../../ports/row-report.ts';
import type { JobFile } from '../job-file.ts';
import { prepare } from '../request/prepare.ts';
import { createRowRenderer } from '../request/render.ts';
import { createNamer } from '../rows/document-name.ts';
import { linesAround, rowAt, rowNamed } from '../rows/row-at.ts';
import { sourceColumns, tableFacts } from '../rows/rows.ts';
import { cellsOf, type StoredRow } from '../rows/stored-rows.ts';
import { type JoinedRow, joinedRow } from './joined-rows.ts';
import { errorText, kindOfRow, outcomeOf } from './joined-table.ts';

/** What a message has room for. */
const [CELLS, CELL_CHARS, TEXT_CHARS] = [20, 300, 2800];

/** @returns the row that is meant, or where rows are when there is no such one */
export function readRow(file: JobFile, input: ReadRowInput): ReadRow {
  const found = rowNamed(file, input.ref);
  if (found === null)
    return { row: null, around: linesAround(file, 'line' in input.ref ? input.ref.line : 0) };
  const { row, onLine } = found;
  const columns = sourceColumns(tableFacts(file));
  const joined = joinedRow(file, row.seq);
  const cells = cellsOf(row);
  return {
    around: null,
    row: {
      line: row.line,
      onLine,
      file: createNamer(input.format)(row),
      cells: columns.slice(0, CELLS).map((name, index) => {
        return { name, ...cut(cellText(cells[index]), CELL_CHARS) };
      }),
      moreCells: Math.max(0, columns.length - CELLS),
      prompt: promptOf(file, input, row),
      skipped: skipReason(file, row.seq),
      sameAsLine: joined?.as_seq == null ? null : (rowAt(file, joined.as_seq)?.line ?? null),
      result: joined === null || joined.status === null ? null : resultOf(joined, input),
    },
  };
}

function promptOf(file: JobFile, input: ReadRowInput, row: StoredRow): CutText | null {
  const prepared = prepare(file, { ...input, models: null, cache: null, overrides: NO_OVERRIDES });
  if (!prepared.ok) return null;
  const rendered = createRowRenderer(prepared.renderer)(row);
  return rendered.ok ? cut(promptTextOf(rendered.read().params), TEXT_CHARS) : null;
}

function skipReason(file: JobFile, seq: number): string | null {
  const skipped = file.prepare<[number], { text: string }>('SELECT text FROM skipped WHERE seq = ?').get(seq);
  return skipped?.text ?? null;
}

function resultOf(row: JoinedRow, { answerFields }: ReadRowInput): RowResult {
  const { response } = row;
  const cells = response === null ? [] : answerCells(answerFields, response);
  return {
    answer: response === null ? null : cut(response, TEXT_CHARS),
    fields: cells.slice(0, CELLS).map((cell, index) => {
      return { name: answerFields[index]?.name ?? '', ...cut(cellText(cell), CELL_CHARS) };
    }),
    toFix: whatToFix(
      kindOfRow(row, { answerFields }),
      errorText(outcomeOf(row, { answerFields }).error) ?? '',
    ),
    model: row.model,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    costMicros: row.cost_micros,
    attempt: row.attempt ?? 1,
  };
}

function cut(text: string, max: number): CutText {
  return text.length <= max
    ? { text, wholeChars: null }
    : { text: text.slice(0, max), wholeChars: text.length };
}
