// How a person wants to hear that a job of theirs has ended.
import { UserError } from '../errors.ts';

export const NOTIFY = ['mention', 'failures', 'direct', 'never'] as const;
export type Notify = (typeof NOTIFY)[number];

export interface Preference {
  notify: Notify;
}

export const PREFERENCE_DEFAULTS: Preference = { notify: 'mention' };

/** @throws UserError when what is stored cannot be read */
export function readPreference(text: string | null): Preference {
  if (text === null) return PREFERENCE_DEFAULTS;
  const notify = NOTIFY.find((one) => text === JSON.stringify({ notify: one }));
  if (notify === undefined)
    throw new UserError(
      'preference-unreadable',
      'What you chose about mentions cannot be read.',
      'Choose it again with /batch settings --notify.',
    );
  return { notify };
}

/** @returns whether the message about the end of a job calls its person. @param isWhole whether every request has its answer */
export function callsPerson(notify: Notify, isWhole: boolean): boolean {
  return notify === 'mention' || (notify === 'failures' && !isWhole);
}
