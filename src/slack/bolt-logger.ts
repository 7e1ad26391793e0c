// Bolt's and the SDKs' log lines, kept out of ours unless somebody debugs: they may hold payloads.
import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../ports/log.ts';

/** @returns a logger that passes warnings and errors on as a count and a name, and drops everything else */
export function boltLogger(log: Log): Logger {
  let name = 'slack';
  const note = (level: 'warn' | 'error') => (first: unknown) => {
    // Only what kind of thing it was: the text may quote a payload.
    log.debug({ name, level, kind: first instanceof Error ? first.name : 'text' }, 'note of the Slack SDK');
  };
  return {
    debug() {},
    info() {},
    warn: note('warn'),
    error: note('error'),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName(value) {
      name = value;
    },
  };
}
