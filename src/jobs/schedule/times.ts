// When a schedule's times are, in its own time zone.
import { Cron } from 'croner';
import { UserError } from '../../core/errors.ts';

type When = { cron: string; timezone: string };

/** Whoever wants it more often wants no message batch, which may take a day. */
const SHORTEST_MS = 15 * 60_000;
const LOOKED_AT = 100;
/** As many as are looked at of a time in which nobody was there. */
const MOST_MISSED = 1000;

/** @returns the first time after this one, in UTC milliseconds; null when there is none any more */
export function nextTime({ cron, timezone }: When, afterMs: number): number | null {
  return (
    new Cron(cron, { timezone, paused: true, mode: '5-part' }).nextRun(new Date(afterMs))?.getTime() ?? null
  );
}

/** @returns the times from one of them until now, that one included, a thousand at most */
export function timesUntil(when: When, firstMs: number, now: number): number[] {
  const times = [firstMs];
  while (times.length < MOST_MISSED) {
    const next = nextTime(when, times.at(-1) ?? firstMs);
    if (next === null || next > now) break;
    times.push(next);
  }
  return times;
}

/** @returns the first time after now. @throws UserError when there is none, they are too close together, or it cannot be read */
export function firstTime(when: When, now: number): number {
  checkTimezone(when.timezone);
  let times: number[];
  try {
    times = upcoming(when, now);
  } catch {
    throw new UserError(
      'schedule-times',
      `“${when.cron}” says no times.`,
      'Write five fields: minute, hour, day, month, weekday. "0 7 * * 1" is Mondays at 7:00.',
    );
  }
  const [first] = times;
  if (first === undefined)
    throw new UserError('schedule-times', `“${when.cron}” never comes.`, 'Choose times that will.');
  if (times.some((at, index) => index > 0 && at - (times[index - 1] ?? 0) < SHORTEST_MS))
    throw new UserError(
      'schedule-times',
      `“${when.cron}” comes more often than every 15 minutes.`,
      'Choose times further apart.',
    );
  return first;
}

/** Enough to meet those that are close together only at some hours. */
function upcoming(when: When, now: number): number[] {
  const times: number[] = [];
  while (times.length < LOOKED_AT) {
    const next = nextTime(when, times.at(-1) ?? now);
    if (next === null) break;
    times.push(next);
  }
  return times;
}

function checkTimezone(timezone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw new UserError(
      'timezone',
      `“${timezone}” is no time zone.`,
      'Write it like Europe/Berlin or America/New_York; without one it is UTC.',
    );
  }
}
