// A schedule: a recipe that makes a draft by itself at certain times, and sends it where that was allowed.
import { UserError } from '../errors.ts';
import type { RecipeSettings } from '../recipe/recipe.ts';

/** The newest file of the channel, or the rows of one of the operator's databases. */
export type ScheduleSource = { kind: 'newest' } | { kind: 'database'; name: string };

export interface NewSchedule {
  id: string;
  teamId: string;
  channelId: string;
  /** Name of a recipe of the channel or workspace. */
  recipe: string;
  /** What may be sent by itself: the recipe as it was when that was allowed; null: as it is when the time comes, because nothing is sent. */
  settings: RecipeSettings | null;
  /** Where that recipe is: in this channel, or '' for the workspace; null with the settings. */
  recipeChannelId: string | null;
  source: ScheduleSource;
  /** Minute, hour, day of month, month, day of week. */
  cron: string;
  /** IANA name, such as Europe/Berlin. */
  timezone: string;
  /** What a run may cost at most, in micro-dollars, to be sent without anybody pressing Submit; null: none is. */
  upToMicros: number | null;
  createdBy: string;
  /** UTC milliseconds. */
  createdAt: number;
  nextAt: number;
}

export interface Schedule extends NewSchedule {
  /** What people type; unique in the workspace. */
  number: number;
  isPaused: boolean;
  /** The file of the last run: it is not taken twice. */
  lastFileId: string | null;
  /** The time of the last run, for which it was made. */
  lastAt: number | null;
  /** The first of the times that the last run was made for: an earlier one than lastAt when some were missed. */
  firstAt: number | null;
  /** The job of the last run, until it is decided what becomes of it. */
  openJobId: string | null;
  /** Times that passed before that run while nobody was there to run. */
  missed: number;
}

/** @param text 'newest', or 'db:NAME'. @throws UserError when it is neither */
export function readScheduleSource(text: string): ScheduleSource {
  if (text.toLowerCase() === 'newest') return { kind: 'newest' };
  const name = /^db:(.+)$/i.exec(text)?.[1]?.trim();
  if (name) return { kind: 'database', name };
  throw new UserError(
    'schedule-source',
    text === ''
      ? 'It is not said what the schedule takes.'
      : `“${text}” is nothing that a schedule can take.`,
    'It can be newest (the newest file of this channel), or db:NAME for a database of the operator.',
  );
}

/** @returns e.g. 'the newest file', 'the database reviews' */
export function sourceWords(source: ScheduleSource): string {
  return source.kind === 'newest' ? 'the newest file' : `the database ${source.name}`;
}

/** @returns why a run may not be sent by itself; null when it may */
export function heldBack(
  { upToMicros }: Pick<Schedule, 'upToMicros'>,
  priceMicros: number | null,
  format: (micros: number) => string,
): string | null {
  if (upToMicros === null) return 'It waits for somebody to press Submit.';
  if (priceMicros === null) return 'It has no price, so it was not sent by itself.';
  if (priceMicros <= upToMicros) return null;
  return `It costs ${format(priceMicros)} at most, more than the ${format(upToMicros)} that its schedule may spend by itself, so it was not sent.`;
}
