// Events received, in the control database.
import type { Kysely } from 'kysely';
import type { Store } from '../ports/store.ts';
import type { ControlDatabase } from './database.ts';

type EventPart = Pick<Store, 'saveEvent' | 'unfinishedEvents' | 'finishEvent' | 'forgetEvents'>;

/** @returns the store's part for events. */
export function createEvents(db: Kysely<ControlDatabase>): EventPart {
  return {
    async saveEvent({ id, receivedAt, body }) {
      const result = await db
        .insertInto('event')
        .values({ id, received_at: receivedAt, body })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },

    async unfinishedEvents() {
      const rows = await db
        .selectFrom('event')
        .selectAll()
        .where('finished_at', 'is', null)
        .orderBy('received_at')
        .orderBy('id')
        .execute();
      return rows.map((row) => ({ id: row.id, receivedAt: row.received_at, body: row.body }));
    },

    async finishEvent(id, at) {
      // What people wrote is not kept longer than it is needed; the id stays to know a redelivery.
      await db
        .updateTable('event')
        .set({ finished_at: at, body: '' })
        .where('id', '=', id)
        .where('finished_at', 'is', null)
        .execute();
    },

    async forgetEvents(finishedBefore) {
      await db.deleteFrom('event').where('finished_at', '<', finishedBefore).execute();
    },
  };
}
