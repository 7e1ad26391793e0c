// Somebody mentioned the bot in a channel: with files, or in the thread of a file, it becomes a job.
import { UserError } from '../../core/errors.ts';
import { type AddressedFiles, receiveAddressedFiles } from '../../jobs/draft/receive-upload.ts';
import { channelSettings } from '../../jobs/people/settings.ts';
import type { Mention } from '../event.ts';
import { unescapeSlack } from '../mrkdwn.ts';
import { splitPrompt } from '../prompt-options.ts';
import { ACCEPTED_FILES } from '../views/accepted-files.ts';
import { refusedEvent } from './admission.ts';
import type { EventContext } from './context.ts';
import { answerInThread } from './thread.ts';

export async function onMention(context: EventContext, event: Mention): Promise<void> {
  const { jobs, botUserId, teamId } = context;
  const { user, channel, ts, thread_ts: threadTs } = event;
  if (user === undefined || user === botUserId || event.bot_id) return;
  const place = { channelId: channel, threadTs: threadTs ?? null };
  const where = { teamId, channelId: channel, userId: user };
  if ((await refusedEvent(jobs, where, place)) !== null) return;
  const message: AddressedFiles = {
    teamId,
    channelId: channel,
    userId: user,
    messageTs: ts,
    threadTs: threadTs ?? null,
    prompt: null,
    settings: {},
    files: filesOf(event),
  };
  const text = promptOf(event.text ?? '', botUserId);
  if (message.files.length === 0 && threadTs !== undefined) {
    const uploads = await jobs.store.uploadsAt({ teamId, channelId: channel, messageTs: threadTs });
    message.files = uploads.map(({ fileId, name }) => ({ fileId, name, sizeBytes: 0 }));
  }
  const isOfFiles = message.files.length > 0;
  if (event.files === undefined && threadTs !== undefined && !(await isFresh(context, message))) {
    if (await answerInThread(context, where, threadTs, text)) return;
  }
  if (!isOfFiles) {
    await jobs.notifier.tell(place, user, NO_FILE);
    return;
  }
  if ((await channelSettings(jobs, where)).offer === 'never') {
    await jobs.notifier.tell(place, user, NEVER);
    return;
  }
  const parts = readBeside(context, text);
  if (parts instanceof UserError) {
    await jobs.notifier.tell(place, user, parts);
    return;
  }
  const started = await receiveAddressedFiles(jobs, { ...message, ...parts });
  if (started === 0 && event.files === undefined) await jobs.notifier.tell(place, user, ALREADY);
}

/** @returns whether a file of the thread is no job yet: then the words are its prompt */
async function isFresh(
  { jobs }: EventContext,
  { teamId, channelId, files }: AddressedFiles,
): Promise<boolean> {
  for (const { fileId } of files)
    if ((await jobs.store.jobByUpload({ teamId, channelId, fileId })) === null) return true;
  return false;
}

/** @returns the prompt and what was set behind it, or what is wrong with that */
export function readBeside(
  { commands }: Pick<EventContext, 'commands'>,
  text: string | null,
): Pick<AddressedFiles, 'prompt' | 'settings'> | UserError {
  const build = commands.find(({ settingsOf }) => settingsOf !== undefined);
  const parts = build === undefined ? { prompt: text, options: {} } : splitPrompt(text, build);
  if (parts instanceof UserError) return parts;
  try {
    const settings = build?.settingsOf?.(parts.options) ?? {};
    const prompt = [parts.prompt, settings.prompt].filter(Boolean).join('\n\n') || null;
    return { prompt, settings };
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

const NO_FILE = new UserError(
  'no-file',
  'I see no file in your message.',
  `Drop ${ACCEPTED_FILES}, and mention me in the same message, with what Claude should do with each. /batch help shows more.`,
);
const NEVER = new UserError(
  'offer-never',
  'This channel is set to take up no files.',
  'Type /batch build last for a draft of this one, or /batch settings --offer always to change the setting.',
);
const ALREADY = new UserError(
  'already-a-job',
  'This file is a job already.',
  'Press Edit on its card to change the prompt, or type /batch build last for another draft.',
);

/** @returns what the person wrote, without the mention and with Slack's escapes undone; null when nothing is left */
export function promptOf(text: string, botUserId: string): string | null {
  const words = unescapeSlack(text.replace(new RegExp(`<@${botUserId}(\\|[^>]*)?>[,:]?`, 'g'), '')).trim();
  return words === '' ? null : words;
}

/** @returns the files of a message, by what is known of them before Slack is asked */
export function filesOf({ files }: Pick<Mention, 'files'>): AddressedFiles['files'] {
  return (files ?? []).map(({ id, name, size }) => ({
    fileId: id,
    name: name ?? 'file',
    sizeBytes: size ?? 0,
  }));
}
