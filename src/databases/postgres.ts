// A connection to PostgreSQL, and how its values become cells; the only place that knows pg.
import pg from 'pg';
import { toCell } from '../formats/sqlite/cells.ts';
import { databaseFailure } from './failure.ts';

const CONNECT_MS = 10_000;
/** Longest time of one statement: the first rows of a query may need a sort of them all. */
const STATEMENT_MS = 60_000;

/** Of what JSON has a kind for; everything else stays as PostgreSQL writes it, to the digit. */
const { INT2, INT4, INT8, FLOAT4, FLOAT8, BOOL, JSON: JSON_TYPE, JSONB, BYTEA } = pg.types.builtins;

function parserOf(type: number): (text: string) => unknown {
  switch (type) {
    case INT2:
    case INT4:
    case INT8:
    case FLOAT4:
    case FLOAT8:
      return exactNumber;
    case BOOL:
      return (text) => text === 't';
    case JSON_TYPE:
    case JSONB:
      return (text) => JSON.parse(text);
    case BYTEA:
      return (text) => toCell(Buffer.from(text.slice(2), 'hex')) ?? null;
    default:
      return (text) => text;
  }
}

/** A number that JSON would round, or does not have, stays text. */
function exactNumber(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number))
    ? number
    : text;
}

/** The type of columns of bytes. */
export const BYTES = BYTEA;

export type Connection = pg.Client;

/**
 * @param statementMs a statement that takes longer is ended
 * @throws UserError in words when the database cannot be reached, or does not accept us
 */
export async function connect(name: string, url: string, statementMs = STATEMENT_MS): Promise<Connection> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'claude-batches-for-slack',
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: statementMs,
    types: { getTypeParser: parserOf },
  });
  // A connection that breaks while nobody asks is told by the next question.
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    await disconnect(client);
    throw databaseFailure(name, error);
  }
}

/** Never throws: what was asked was answered before. */
export async function disconnect(client: Connection): Promise<void> {
  await client.end().catch(() => {});
}
