// The log as the jobs use it: a fixed sentence and fields that hold ids and codes, never text of people.

export type LogFields = Record<string, string | number | boolean | null | undefined>;

export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  /** `error` is scrubbed of secrets before it is written. */
  error(fields: LogFields & { error?: never }, message: string, error?: unknown): void;
}
