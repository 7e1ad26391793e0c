// SQLite as Kysely knows it, plus one thing SQLite can do: undo a half-made migration.
import { SqliteAdapter, SqliteDialect } from 'kysely';

class AtomicDdlAdapter extends SqliteAdapter {
  // Kysely says no for all SQLite; without it a crash inside a step leaves tables that the next start trips over.
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** A SQLite dialect whose migrations happen whole or not at all. */
export class ControlDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new AtomicDdlAdapter();
  }
}
