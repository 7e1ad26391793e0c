// Message batches that the bot has no record of, in the control database.
import type { Kysely } from 'kysely';
import type { Store } from '../ports/store.ts';
import type { ControlDatabase } from './database.ts';

type StrangerPart = Pick<Store, 'saveStrangers' | 'openStrangers' | 'closeStranger'>;

/** @returns the store's part for strangers. */
export function createStrangers(db: Kysely<ControlDatabase>): StrangerPart {
  return {
    saveStrangers: (strangers, keyFingerprint) =>
      db.transaction().execute(async (tx) => {
        for (const { remoteId, requests, createdAt } of strangers) {
          await tx
            .insertInto('stranger')
            .values({
              remote_id: remoteId,
              requests,
              created_at: createdAt,
              key_fingerprint: keyFingerprint,
            })
            .onConflict((conflict) => conflict.column('remote_id').doNothing())
            .execute();
        }
      }),

    async openStrangers(keyFingerprint) {
      const rows = await db
        .selectFrom('stranger')
        .selectAll()
        .where('key_fingerprint', '=', keyFingerprint)
        .where('closed_at', 'is', null)
        .orderBy('created_at')
        .orderBy('remote_id')
        .execute();
      return rows.map((row) => ({
        remoteId: row.remote_id,
        requests: row.requests,
        createdAt: row.created_at,
      }));
    },

    async closeStranger(remoteId, at) {
      await db
        .updateTable('stranger')
        .set({ closed_at: at })
        .where('remote_id', '=', remoteId)
        .where('closed_at', 'is', null)
        .execute();
    },
  };
}
