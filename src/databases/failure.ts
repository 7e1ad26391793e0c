// What a database's failure means, in words without its address or password.
import { UserError } from '../core/errors.ts';

const OPERATOR = 'tell whoever runs this bot';

/** By PostgreSQL's SQLSTATE (appendix A of its manual), by the codes of Node, and by those of SQLite. */
const MEANINGS: [RegExp, string, string][] = [
  [/^28/, 'does not accept the user or password', `Please ${OPERATOR}.`],
  [/^3D000$/, 'is not on its server', `Please ${OPERATOR}.`],
  [/^(42501|SQLITE_READONLY\w*)$/, 'does not allow this', `Please ${OPERATOR} to grant it.`],
  [
    /^(57014|25P03|57P05)$/,
    'took too long to answer',
    'Try again when it has less to do, or ask for a query that gives fewer rows.',
  ],
  [/^25006$/, 'would be changed by the query that it was set up with', `Please ${OPERATOR} to mend it.`],
  [
    /^(E[A-Z_]+|08...|57P0.|53...|TIMEOUT|SQLITE_CANTOPEN\w*|SQLITE_BUSY\w*)$/,
    'cannot be reached at the moment',
    `Try again in a few minutes; if it stays so, ${OPERATOR}.`,
  ],
];

/** @returns what people are told; the cause stays with it for the log, which takes no message of it */
export function databaseFailure(name: string, error: unknown): UserError {
  const code = codeOf(error);
  const [, what, next] = MEANINGS.find(([codes]) => codes.test(code)) ?? [
    null,
    /^(0A|42|SQLITE_ERROR)/.test(code)
      ? `does not take what it was set up with (${code})`
      : `gave an error (${code || 'unknown'})`,
    `Please ${OPERATOR}.`,
  ];
  return new UserError('database', `The database ${name} ${what}.`, next, { cause: error });
}

/** pg tells a timeout and a closed connection without a code, better-sqlite3 a folder that is missing. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (/directory does not exist/.test(error.message)) return 'SQLITE_CANTOPEN';
  return /timeout|terminated|SSL|ended/i.test(error.message) ? 'TIMEOUT' : '';
}
