// A file of failed rows that comes back has the quotes of our formula guard; names of columns and prompts must not.
import type { Json } from '../../core/json.ts';
import { unguarded } from '../../core/result/formula-guard.ts';
import { REASON_COLUMN } from '../../core/result/mend.ts';
import type { Page, Table } from '../../formats/reader.ts';

/** @returns the table as it was before it was guarded; any other table as it is */
export function asTheyWere(table: Table): Table {
  if (table.format !== 'csv' || !table.columns.includes(REASON_COLUMN)) return table;
  return { ...table, columns: table.columns.map(unguarded), pages: withoutGuards(table.pages) };
}

async function* withoutGuards(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  for await (const { rows, problems } of pages)
    yield { problems, rows: rows.map((row) => ({ ...row, cells: row.cells.map(withoutGuard) })) };
}

function withoutGuard(cell: Json): Json {
  return typeof cell === 'string' ? unguarded(cell) : cell;
}
