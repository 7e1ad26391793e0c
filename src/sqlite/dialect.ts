// SQLite as Kysely knows it, plus two things that SQLite does: it can undo a half-made migration, and ends some transactions by itself.
import {
  type DatabaseConnection,
  type Driver,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';

class AtomicDdlAdapter extends SqliteAdapter {
  // Kysely says no for all SQLite; without it a crash inside a step leaves tables that the next start trips over.
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ControlDriver extends SqliteDriver {
  /** A full or broken disk has ended the transaction already; what says so must not hide what went wrong. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection);
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('no transaction is active'))) throw error;
    }
  }
}

/** A SQLite dialect whose migrations happen whole or not at all, and whose failures keep their reason. */
export class ControlDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createAdapter(): SqliteAdapter {
    return new AtomicDdlAdapter();
  }

  override createDriver(): Driver {
    return new ControlDriver(this.#config);
  }
}
