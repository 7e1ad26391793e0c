// Files seen in conversations, in the control database.
import type { Kysely, Selectable } from 'kysely';
import type { Upload } from '../core/job/messages.ts';
import type { Store } from '../ports/store.ts';
import type { ControlDatabase, UploadTable } from './database.ts';

type UploadPart = Pick<Store, 'noteUpload' | 'newestUpload' | 'uploadsAt'>;

/** @returns the store's part for uploads. */
export function createUploads(db: Kysely<ControlDatabase>): UploadPart {
  return {
    async noteUpload(upload) {
      await db
        .insertInto('upload')
        .values({
          team_id: upload.teamId,
          channel_id: upload.channelId,
          file_id: upload.fileId,
          user_id: upload.userId,
          name: upload.name,
          message_ts: upload.messageTs,
          thread_ts: upload.threadTs,
          seen_at: upload.seenAt,
        })
        .onConflict((conflict) =>
          conflict.columns(['team_id', 'channel_id', 'file_id']).doUpdateSet(({ ref, fn }) => ({
            // The first event may not have known the message yet; a later one never moves the file to another.
            message_ts: fn.coalesce(ref('upload.message_ts'), ref('excluded.message_ts')),
            thread_ts: fn.coalesce(ref('upload.thread_ts'), ref('excluded.thread_ts')),
          })),
        )
        .execute();
    },

    async newestUpload({ teamId, channelId, userId }) {
      let query = db
        .selectFrom('upload')
        .selectAll()
        .where('team_id', '=', teamId)
        .where('channel_id', '=', channelId);
      if (userId !== null) query = query.where('user_id', '=', userId);
      const row = await query
        .orderBy('seen_at', 'desc')
        .orderBy('file_id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? toUpload(row) : null;
    },

    async uploadsAt({ teamId, channelId, messageTs }) {
      const rows = await db
        .selectFrom('upload')
        .selectAll()
        .where('team_id', '=', teamId)
        .where('channel_id', '=', channelId)
        .where('message_ts', '=', messageTs)
        .orderBy('file_id')
        .execute();
      return rows.map(toUpload);
    },
  };
}

function toUpload(row: Selectable<UploadTable>): Upload {
  return {
    teamId: row.team_id,
    channelId: row.channel_id,
    fileId: row.file_id,
    userId: row.user_id,
    name: row.name,
    messageTs: row.message_ts,
    threadTs: row.thread_ts,
    seenAt: row.seen_at,
  };
}
