// What a person chose for themselves: read, and changed by nobody else.

import { UserError } from '../../core/errors.ts';
import { PREFERENCE_DEFAULTS, type Preference, readPreference } from '../../core/people/preference.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from './actor.ts';

type Whose = Pick<Actor, 'teamId' | 'userId'>;

const keyOf = ({ teamId, userId }: Whose) => `preference:${teamId}:${userId}`;

/** @returns what was chosen; what cannot be read counts as nothing chosen, as messages must not wait for it */
export async function preferenceOf({ store }: Pick<Deps, 'store'>, whose: Whose): Promise<Preference> {
  try {
    return readPreference(await store.setting(keyOf(whose)));
  } catch (error) {
    if (error instanceof UserError) return PREFERENCE_DEFAULTS;
    throw error;
  }
}

export async function changePreference(
  { store, log }: Pick<Deps, 'store' | 'log'>,
  whose: Whose,
  preference: Preference,
): Promise<void> {
  await store.saveSetting(keyOf(whose), JSON.stringify(preference));
  log.info({ by: whose.userId, notify: preference.notify }, 'a preference was changed');
}
