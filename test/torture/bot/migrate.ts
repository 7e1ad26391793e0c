// Brings a control database up to date, ending itself without warning at its k-th write: the arguments are path and k.
import { Kysely } from 'kysely';
import { connect } from '../../../src/sqlite/connect.ts';
import type { ControlDatabase } from '../../../src/sqlite/database.ts';
import { ControlDialect } from '../../../src/sqlite/dialect.ts';
import { migrate } from '../../../src/sqlite/migrate.ts';

const [, , path = '', killAt = ''] = process.argv;
const file = await connect(path);
const prepare = file.prepare.bind(file);
let writes = 0;

// Each statement is prepared right before it is run, those that begin and end a transaction too.
function prepareOrDie(text: string): ReturnType<typeof prepare> {
  const statement = prepare(text);
  if (!statement.reader) writes += 1;
  if (!statement.reader && writes === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  return statement;
}

file.prepare = prepareOrDie as typeof file.prepare;
const db = new Kysely<ControlDatabase>({ dialect: new ControlDialect({ database: file }) });
await migrate(db, path);
await db.destroy();
