// Rows without a whole answer as they were given, each with what to fix: to be mended and dropped again.
import type { Json } from '../../core/json.ts';
import { numberedId } from '../../core/request/request.ts';
import { REASON_COLUMN, whatToFix } from '../../core/result/mend.ts';
import { outcomeKind } from '../../core/result/retry.ts';
import type { ResultStatus } from '../../core/result/tally.ts';
import type { TableRow } from '../../formats/write/results-table.ts';
import type { ExportInput } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import type { TableFacts } from '../rows/rows.ts';
import { createIdOf } from './joined-table.ts';
import type { TableParts } from './table-parts.ts';

const PAGE_ROWS = 1000;

interface Outcome {
  seq: number;
  cells: string;
  /** Why it was never sent; null when it was. */
  skipped: string | null;
  status: ResultStatus | null;
  stop_reason: string | null;
  error_type: string | null;
  error: string | null;
  misfit: string | null;
}

type Wanted = Pick<ExportInput, 'jobId' | 'idColumn'>;

/** @returns the source's columns and the reason; of ready-made requests the custom_id, the params and the reason */
export function failedTable(file: JobFile, facts: TableFacts, wanted: Wanted): TableParts {
  // A file that was mended once has a reason already: the new one takes its place.
  const kept = facts.columns.flatMap((name, index) => (name === REASON_COLUMN ? [] : [{ name, index }]));
  return {
    columns: [
      ...kept.map(({ name }) => ({ name, type: 'text' as const, isSource: true })),
      { name: REASON_COLUMN, type: 'text', isSource: false },
    ],
    headingIndex: wanted.idColumn === null && kept.length > 0 ? 0 : null,
    rows: () =>
      rowsOf(
        file,
        facts,
        wanted,
        kept.map(({ index }) => index),
      ),
    records: null,
  };
}

function* rowsOf(
  file: JobFile,
  facts: TableFacts,
  wanted: Wanted,
  kept: readonly number[],
): Generator<TableRow> {
  const idOf = createIdOf(facts, wanted);
  for (const row of outcomes(file)) {
    const kind = outcomeKind(
      row.status === null
        ? null
        : {
            status: row.status,
            stopReason: row.stop_reason,
            errorType: row.error_type,
            error: row.error,
            isMisfit: row.misfit !== null,
          },
    );
    if (row.skipped === null && kind === 'succeeded') continue;
    const cells = JSON.parse(row.cells) as Json[];
    // Of a row that was never sent the id may be missing, or that of another row.
    const id = row.skipped === null ? idOf(row.seq, cells) : numberedId(wanted.jobId, row.seq);
    const reason = row.skipped ?? whatToFix(kind, [row.error_type, row.error].filter(Boolean).join(': '));
    yield { id, cells: [...kept.map((index) => cells[index] ?? null), reason] };
  }
}

function* outcomes(file: JobFile): Generator<Outcome> {
  const select = file.prepare<[number, number], Outcome>(
    `SELECT row.seq, cells, skipped.text AS skipped, status, stop_reason, error_type, error,
       misfit.text AS misfit
     FROM row LEFT JOIN skipped ON skipped.seq = row.seq LEFT JOIN same_as ON same_as.seq = row.seq
       LEFT JOIN result ON result.seq = coalesce(as_seq, row.seq)
       LEFT JOIN misfit ON misfit.seq = result.seq AND misfit.attempt = result.attempt
     WHERE row.seq > ? AND (skipped.text IS NOT NULL OR status IS NOT 'succeeded' OR stop_reason IS NOT 'end_turn'
       OR misfit.text IS NOT NULL)
     ORDER BY row.seq LIMIT ?`,
  );
  for (let page = select.all(0, PAGE_ROWS); page.length > 0; ) {
    yield* page;
    page = select.all(page.at(-1)?.seq ?? 0, PAGE_ROWS);
  }
}
