// SQLite: one table, `batch_results`, for whoever wants to ask questions of a million rows.
import { rmSync } from 'node:fs';
import { cellText } from '../../core/cell.ts';
import type { Json } from '../../core/json.ts';
import { openSqliteFile } from '../../sqlite-file.ts';
import type { Column, ResultsTable, Writer } from './results-table.ts';
import { uniqueNames } from './unique-names.ts';

const TYPES: Record<Column['type'], string> = { text: 'TEXT', integer: 'INTEGER', decimal: 'REAL' };
const ID = 'custom_id';

export const sqlite: Writer = {
  name: 'sqlite',
  async write(table, path) {
    rmSync(path, { force: true });
    const file = openSqliteFile(path);
    try {
      // Until it has its name the file is nobody's: what a crash leaves is written anew.
      file.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 16384');
      fill(file, table);
      file.exec('PRAGMA synchronous = FULL; PRAGMA user_version = 1');
    } finally {
      file.close();
    }
  },
};

function fill(file: ReturnType<typeof openSqliteFile>, table: ResultsTable): void {
  const names = uniqueNames(table.columns);
  const order = keyFirst(table.columns);
  const definitions = order.map((index) => {
    const { name, type, isSource } = table.columns[index] as Column;
    return `${quoted(names[index] ?? '')} ${TYPES[type]}${name === ID && !isSource ? ' PRIMARY KEY' : ''}`;
  });
  file.exec(`CREATE TABLE batch_results (${definitions.join(', ')})`);
  const insert = file.prepare(`INSERT INTO batch_results VALUES (${order.map(() => '?').join(', ')})`);
  file.transaction(() => {
    for (const { cells } of table.rows())
      insert.run(order.map((index) => value(table.columns[index] as Column, cells[index])));
  })();
}

/** The id, then what came back, then the source. */
function keyFirst(columns: readonly Column[]): number[] {
  const rank = ({ name, isSource }: Column) => (isSource ? 2 : name === ID ? 0 : 1);
  return columns
    .map((column, index) => ({ index, rank: rank(column) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ index }) => index);
}

function value({ type }: Column, cell: Json | undefined): string | number | null {
  if (cell === null || cell === undefined) return null;
  return type === 'text' ? cellText(cell) : Number(cell);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
