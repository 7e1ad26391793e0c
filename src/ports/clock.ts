// Time and chance, so that tests can set both.

export interface Clock {
  /** UTC milliseconds. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** @returns a new short unique key: lower-case letters and digits. */
export type NewId = () => string;
