// Deleting a file: its content goes, messages keep a tombstone, the app may be told.
import type { SimFile } from './file.ts';
import type { Workspace } from './workspace.ts';

/** Deletes the file and emits `file_deleted` where the app could see it. */
export function deleteFile(workspace: Workspace, file: SimFile): void {
  file.deleted = true;
  workspace.contents.delete(file.id);
  const channels = file.shares.flatMap(({ channel }) => workspace.channels.get(channel) ?? []);
  const [first] = channels.filter((channel) => channel.members.has(workspace.identity.botUserId));
  if (first !== undefined) {
    workspace.delivery.emit([
      {
        channel: first,
        event: {
          type: 'file_deleted',
          file_id: file.id,
          channel_ids: channels.map(({ id }) => id),
          event_ts: workspace.nextTs(),
        },
      },
    ]);
  }
  workspace.changes.notify();
}
