// The rows of a database that the operator named.
import { UserError } from '../core/errors.ts';
import type { NamedSource } from '../core/source/named-source.ts';
import type { Page, Table } from '../formats/reader.ts';
import { openDatabase } from '../formats/sqlite/open-database.ts';
import { databaseFailure } from './failure.ts';
import { openPostgres } from './postgres-rows.ts';

/** @throws UserError when it cannot be read */
export async function openSource(source: NamedSource): Promise<Table> {
  if (source.kind === 'postgres') return openPostgres(source);
  const { name, location: path, query: wanted } = source;
  try {
    const table = await openDatabase({ path, wanted, isUploaded: false });
    return { ...table, format: 'database', pages: inWords(name, table.pages) };
  } catch (error) {
    throw failure(name, error);
  }
}

async function* inWords(name: string, pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  try {
    yield* pages;
  } catch (error) {
    throw failure(name, error);
  }
}

function failure(name: string, error: unknown): unknown {
  return error instanceof UserError ? error : databaseFailure(name, error);
}
