// Opens SQLite files; the only place that knows better-sqlite3.
import Database from 'better-sqlite3';

export type SqliteFile = Omit<Database.Database, 'pragma'>;

/**
 * From Node 24.19 on, an object of a native addon that is built against Node's own headers and is garbage collected
 * outside of JavaScript ends the process (better-sqlite3 below 13 has such objects). So none is ever collected:
 * statements are kept by their text, files by this set.
 */
const kept = new Set<unknown>();

/**
 * Opens a file, making it when it is not there. Statements of the same text are one; pragmas are set through `exec`,
 * because the library's own `pragma` makes statements that nobody keeps.
 */
export function openSqliteFile(path: string): SqliteFile {
  return keep(new Database(path));
}

/** The same without a way to write; what it is allowed to do besides is set by its user. */
export function openSqliteFileReadOnly(path: string): SqliteFile {
  return keep(new Database(path, { readonly: true, fileMustExist: true }));
}

function keep(file: Database.Database): SqliteFile {
  const statements = new Map<string, Database.Statement>();
  const prepare = file.prepare.bind(file);
  function prepareOnce(text: string): Database.Statement {
    const known = statements.get(text);
    if (known) return known;
    const made = prepare(text) as Database.Statement;
    statements.set(text, made);
    return made;
  }
  file.prepare = prepareOnce as typeof file.prepare;
  kept.add(file).add(statements);
  return file;
}
