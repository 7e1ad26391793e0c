// Message batches that the bot has no record of, in the control database.
import type { Kysely, Selectable } from 'kysely';
import type { Stranger } from '../core/trouble/stranger.ts';
import type { Store } from '../ports/store.ts';
import type { ControlDatabase, StrangerTable } from './database.ts';

type StrangerPart = Pick<Store, 'saveStrangers' | 'openStrangers' | 'strangers' | 'closeStranger'>;

/** @returns the store's part for strangers. */
export function createStrangers(db: Kysely<ControlDatabase>): StrangerPart {
  const ofKey = (keyFingerprint: string) =>
    db
      .selectFrom('stranger')
      .selectAll()
      .where('key_fingerprint', '=', keyFingerprint)
      .orderBy('created_at')
      .orderBy('remote_id');

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

    openStrangers: async (keyFingerprint) =>
      (await ofKey(keyFingerprint).where('closed_at', 'is', null).execute()).map(toStranger),

    strangers: async (keyFingerprint) => (await ofKey(keyFingerprint).execute()).map(toStranger),

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

function toStranger(row: Selectable<StrangerTable>): Stranger {
  return { remoteId: row.remote_id, requests: row.requests, createdAt: row.created_at };
}
