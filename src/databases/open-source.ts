// The rows of a database that the operator named.
import type { NamedSource } from '../core/source/named-source.ts';
import type { Table } from '../formats/reader.ts';
import { openDatabase } from '../formats/sqlite/open-database.ts';
import { openPostgres } from './postgres-rows.ts';

/** @throws UserError when it cannot be read */
export async function openSource(source: NamedSource): Promise<Table> {
  if (source.kind === 'postgres') return openPostgres(source);
  const table = await openDatabase({ path: source.location, wanted: source.query, isUploaded: false });
  return { ...table, format: 'database' };
}
