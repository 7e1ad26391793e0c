// A file was seen in a conversation: it becomes a job, an offer, or just something to remember for `/batch build last`.

import type { Settings } from '../../core/draft/settings.ts';
import type { SourceFile } from '../../core/job/job.ts';
import type { Upload } from '../../core/job/messages.ts';
import { groupFiles } from '../../core/source/group-files.ts';
import type { Deps } from '../deps.ts';
import { startJob } from './start-job.ts';

/** A message to the bot that carries files, in a channel with a mention or in a direct message. */
export interface AddressedFiles {
  teamId: string;
  channelId: string;
  userId: string;
  messageTs: string;
  threadTs: string | null;
  /** What the person wrote, without the mention; null when nothing. */
  prompt: string | null;
  /** What else they said beside it. */
  settings: Partial<Settings>;
  files: SourceFile[];
}

/** Starts a job per table and one for all documents, which go with the table when there is but one; the same upload seen through another event starts none. @returns how many were started */
export async function receiveAddressedFiles(deps: Deps, message: AddressedFiles): Promise<number> {
  const place = { channelId: message.channelId, ts: message.messageTs };
  deps.background.run('react', '', () => deps.notifier.react(place, 'eyes'));
  let started = 0;
  for (const file of message.files) await deps.store.noteUpload(uploadOf(deps, message, file));
  for (const { first, more, documents } of groupFiles(message.files)) {
    const job = await startJob(deps, {
      teamId: message.teamId,
      channelId: message.channelId,
      threadTs: message.threadTs ?? message.messageTs,
      ownerId: message.userId,
      source: {
        ...first,
        messageTs: message.messageTs,
        more,
        ...(documents.length > 0 ? { documents } : {}),
      },
      settings: { ...message.settings, prompt: message.prompt },
      oncePerUpload: true,
    });
    if (job !== null) started += 1;
  }
  return started;
}

function uploadOf(deps: Deps, message: AddressedFiles, file: SourceFile): Upload {
  return {
    teamId: message.teamId,
    channelId: message.channelId,
    fileId: file.fileId,
    userId: message.userId,
    name: file.name,
    messageTs: message.messageTs,
    threadTs: message.threadTs,
    seenAt: deps.clock.now(),
  };
}

/** A bare file event: no words, perhaps the same upload as a message that is on its way. */
export interface SeenFile {
  teamId: string;
  channelId: string;
  userId: string;
  fileId: string;
}

/** Remembers the file and, unless a message to the bot carried it, offers its uploader to start a job where that is wanted. */
export async function receiveFile(
  deps: Deps,
  seen: SeenFile,
  { offers }: { offers: boolean },
): Promise<void> {
  // The message that carries the file may be on its way to us, and may say what to do with it; and Slack itself needs
  // a moment to know where a file was shared.
  await deps.clock.sleep(deps.options.offerAfterMs);
  if (await deps.store.jobByUpload(seen)) return;
  const file = await deps.files.describe(seen.fileId);
  const share = file.shares.find(({ channelId }) => channelId === seen.channelId);
  const messageTs = share?.ts ?? null;
  const threadTs = share?.threadTs ?? null;
  await deps.store.noteUpload({ ...seen, name: file.name, messageTs, threadTs, seenAt: deps.clock.now() });
  if (!offers) return;
  const place = { channelId: seen.channelId, threadTs };
  await deps.notifier.offer(place, seen.userId, { fileId: file.id, name: file.name });
}
