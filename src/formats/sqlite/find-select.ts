// Which rows of a database are meant: a table by name, one SELECT, or its only table.
import { UserError } from '../../core/errors.ts';
import { isSelect } from '../../core/source/is-select.ts';
import type { SqliteFile } from '../../sqlite-file.ts';

interface Named {
  name: string;
  type: 'table' | 'view' | 'virtual' | 'shadow';
}

const SHOWN = 20;

/**
 * @param wanted the name of a table, or a SELECT; null: the only table
 * @returns the SELECT to run
 * @throws UserError that lists the tables when it is unclear or there is none of that name
 */
export function findSelect(file: SqliteFile, wanted: string | null): string {
  const all = file
    .prepare<[], Named>(
      "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY lower(name)",
    )
    .all();
  const tables = all.filter(({ type }) => type === 'table').map(({ name }) => name);
  if (wanted === null) {
    const [only] = tables;
    if (only === undefined) throw noTables(all);
    if (tables.length > 1) throw severalTables(tables);
    return selectAll(only);
  }
  const name = wanted.trim();
  const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found?.type === 'table') return selectAll(found.name);
  if (found) throw noRealTable(found);
  if (isSelect(name)) return name;
  throw new UserError(
    'no-such-table',
    `The database has no table “${name.slice(0, 100)}”.`,
    tables.length === 0
      ? 'It has no tables at all.'
      : `Its tables are: ${listed(tables)}. A query begins with SELECT.`,
  );
}

function selectAll(table: string): string {
  return `SELECT * FROM main.${quoted(table)}`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function listed(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}

function noTables(all: readonly Named[]): UserError {
  const [view] = all.filter(({ type }) => type === 'view');
  if (view === undefined)
    return new UserError('no-tables', 'The database has no tables.', 'Drop one that has, or a table as CSV.');
  return noRealTable(view);
}

function severalTables(tables: readonly string[]): UserError {
  const [first = 'NAME'] = tables;
  return new UserError(
    'several-tables',
    `The database has ${tables.length} tables: ${listed(tables)}.`,
    `Say which: /batch build sqlite last --table ${/\s/.test(first) ? `"${first}"` : first}`,
  );
}

function noRealTable({ name, type }: Named): UserError {
  return new UserError(
    'no-real-table',
    `${name} is a ${type === 'view' ? 'view' : 'table without rows of its own'}, so it is not read by its name.`,
    `Ask for it with a query: /batch build sqlite last --query "SELECT * FROM ${quoted(name).replaceAll('"', '')}"`,
  );
}
