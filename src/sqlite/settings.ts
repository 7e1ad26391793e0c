// What the bot remembers about itself, in the control database.
import type { Kysely } from 'kysely';
import type { Store } from '../ports/store.ts';
import type { ControlDatabase } from './database.ts';

type SettingPart = Pick<Store, 'setting' | 'saveSetting'>;

/** @returns the store's part for settings. */
export function createSettings(db: Kysely<ControlDatabase>): SettingPart {
  return {
    async setting(name) {
      const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
      return row?.value ?? null;
    },

    async saveSetting(name, value) {
      await db
        .insertInto('setting')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
  };
}
