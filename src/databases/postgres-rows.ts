// The rows of a query of PostgreSQL, a thousand at a time, as they stood at one moment.
import { UserError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { NamedSource } from '../core/source/named-source.ts';
import type { Problem } from '../core/source/problem.ts';
import { readHeader } from '../formats/read/columns.ts';
import { LONGEST_CHARS } from '../formats/read/lines.ts';
import { toPages } from '../formats/read/pages.ts';
import type { Row, Table } from '../formats/reader.ts';
import { databaseFailure } from './failure.ts';
import { BYTES, type Connection, connect, disconnect } from './postgres.ts';

/** @throws UserError in words when the database cannot be read */
export async function openPostgres(
  { name, location, query }: NamedSource,
  statementMs?: number,
): Promise<Table> {
  const client = await connect(name, location, statementMs);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`DECLARE batch_rows NO SCROLL CURSOR FOR ${query}`);
    const { rows, fields } = await fetchRows(client);
    const { columns, notes } = readHeader(fields.map((field) => field.name));
    for (const [index, { dataTypeID }] of fields.entries())
      if (dataTypeID === BYTES)
        notes.push(`The column ${columns[index]} holds bytes; those that are no text are left empty.`);
    const pages = toPages(readRows(client, name, rows));
    return { format: 'database', split: null, readyMade: false, columns, notes, pages };
  } catch (error) {
    await disconnect(client);
    throw error instanceof UserError ? error : databaseFailure(name, error);
  }
}

function fetchRows(client: Connection) {
  return client.query<Json[]>({ text: 'FETCH 1000 FROM batch_rows', rowMode: 'array' });
}

async function* readRows(
  client: Connection,
  name: string,
  first: Json[][],
): AsyncGenerator<(Row | Problem)[]> {
  let line = 0;
  try {
    for (let rows = first; rows.length > 0; rows = (await fetchRows(client)).rows)
      yield rows.map((cells) => {
        line += 1;
        return JSON.stringify(cells).length > LONGEST_CHARS ? tooLong(line) : { line, cells };
      });
  } catch (error) {
    throw databaseFailure(name, error);
  } finally {
    await disconnect(client);
  }
}

function tooLong(line: number): Problem {
  const most = LONGEST_CHARS.toLocaleString('en-US');
  return { line, code: 'row-too-long', text: `The row is longer than ${most} characters.` };
}
