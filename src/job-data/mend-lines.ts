// The rows that would fail again, as a CSV to be mended and dropped again.
import { cellText } from '../core/cell.ts';
import type { Json } from '../core/json.ts';
import { howToMend, REASON_COLUMN } from '../core/mend.ts';
import { mayPass } from '../core/retry.ts';
import { csvLine } from '../formats/write/write-csv.ts';
import { jsonlLine } from '../formats/write/write-jsonl.ts';
import type { JobFile } from './job-file.ts';
import type { TableFacts } from './rows.ts';

const PAGE_ROWS = 1000;

interface Failed {
  seq: number;
  cells: string;
  text: string | null;
  error_type: string | null;
  error: string | null;
}

/**
 * Rows that were never sent, and those whose error would come again.
 * @returns CSV of the source's columns and the reason; ready-made requests stay JSON lines
 */
export function* mendLines(file: JobFile, { columns, readyMade }: TableFacts): Generator<string> {
  if (!readyMade) yield csvLine([...columns, REASON_COLUMN]);
  const select = file.prepare<[number, number], Failed>(
    `SELECT row.seq, cells, text, error_type, error
     FROM row LEFT JOIN skipped ON skipped.seq = row.seq LEFT JOIN same_as ON same_as.seq = row.seq
       LEFT JOIN result ON result.seq = coalesce(as_seq, row.seq)
     WHERE row.seq > ? AND (text IS NOT NULL OR status = 'errored') ORDER BY row.seq LIMIT ?`,
  );
  for (
    let page = select.all(0, PAGE_ROWS);
    page.length > 0;
    page = select.all(page.at(-1)?.seq ?? 0, PAGE_ROWS)
  ) {
    for (const row of page) {
      if (row.text === null && mayPass(row.error_type, row.error)) continue;
      const cells = JSON.parse(row.cells) as Json[];
      yield readyMade
        ? jsonlLine({ custom_id: cells[0] ?? null, params: cells[1] ?? null, [REASON_COLUMN]: reasonOf(row) })
        : csvLine([...columns.map((_, index) => cellText(cells[index])), reasonOf(row)]);
    }
  }
}

function reasonOf({ text, error_type, error }: Failed): string {
  if (text !== null) return text;
  const told = [error_type, error].filter(Boolean).join(': ');
  return `${told} → ${howToMend(told)}`;
}
