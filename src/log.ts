// One log of JSON lines; whatever reaches it, no secret leaves it.
import { pino } from 'pino';
import type { Log, LogFields } from './ports/log.ts';

/** Slack's and Anthropic's tokens, and passwords in URLs, wherever they stand. */
const SECRETS =
  /xox[a-z]-[\w-]+|xapp-[\w-]+|sk-ant-[\w-]+|Bearer\s+[\w.~+/-]+=*|(?<=:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g;

export interface LogOptions {
  level: string;
  /** Further values that must never be written, e.g. the signing secret. */
  secrets: string[];
  /** Where lines go; standard output by default. */
  write?: (line: string) => void;
}

/** @returns a log that scrubs each finished line, so that no field or error text can carry a secret past it */
export function createLog({
  level,
  secrets,
  write = (line) => void process.stdout.write(line),
}: LogOptions): Log {
  const known = secrets.filter((secret) => secret.length >= 8);
  const scrub = (line: string) =>
    known.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line).replace(SECRETS, '[secret]');
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line) => write(scrub(line)) },
  );
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message, error) => logger.error({ ...fields, ...describe(error) }, message),
  };
}

/** Name, code and place of an error; not its message, which may quote what people wrote. */
function describe(error: unknown): LogFields {
  if (!(error instanceof Error)) return error === undefined ? {} : { errorName: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const kind = 'kind' in error && typeof error.kind === 'string' ? error.kind : undefined;
  const where = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .join(' ')
    .replace(/\s+/g, ' ');
  return { errorName: error.name, code, kind, where };
}
