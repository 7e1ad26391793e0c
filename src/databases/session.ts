// The little that results need of a database, the same for SQLite and PostgreSQL; what differs between them is here.
import type { NamedSource } from '../core/source/named-source.ts';
import { openSqliteFile } from '../sqlite-file.ts';
import { connect, disconnect } from './postgres.ts';

export type SqlValue = string | number | null;

export interface Session {
  /** How the n-th value of a statement is written, counted from 1. */
  placeholder(n: number): string;
  /** Runs one statement, whole or not at all. */
  run(sql: string, values: SqlValue[]): Promise<void>;
  /** @returns the one number that a query gives */
  count(sql: string, values: SqlValue[]): Promise<number>;
  close(): Promise<void>;
}

/** A SQLite file is made when it is not there. @throws UserError when it cannot be reached */
export function openSession(source: NamedSource): Promise<Session> {
  return source.kind === 'sqlite' ? openSqlite(source) : openPostgres(source);
}

async function openSqlite({ location }: NamedSource): Promise<Session> {
  const file = openSqliteFile(location);
  return {
    placeholder: () => '?',
    async run(sql, values) {
      file.prepare(sql).run(...values);
    },
    async count(sql, values) {
      return file.prepare<SqlValue[], { n: number }>(sql).get(...values)?.n ?? 0;
    },
    async close() {
      file.close();
    },
  };
}

async function openPostgres({ name, location }: NamedSource): Promise<Session> {
  const client = await connect(name, location);
  return {
    placeholder: (n) => `$${n}`,
    async run(sql, values) {
      await client.query(sql, values.map(withoutZero));
    },
    async count(sql, values) {
      const { rows } = await client.query<{ n: number }>(sql, values);
      return rows[0]?.n ?? 0;
    },
    close: () => disconnect(client),
  };
}

/** PostgreSQL keeps no text with U+0000 in it. */
function withoutZero(value: SqlValue): SqlValue {
  return typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value;
}
