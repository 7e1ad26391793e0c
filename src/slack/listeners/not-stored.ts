// An event that could not be stored: its person learns why nothing happens, while Slack brings it again.
import { UserError } from '../../core/errors.ts';
import { storageTrouble } from '../../core/trouble/storage-trouble.ts';
import type { Notifier } from '../../ports/conversation.ts';
import type { EventBody } from '../event.ts';

/** A redelivery of the same event is not told of again. */
const REMEMBERED = 1000;

/**
 * @returns what tells the person who wrote to the bot, once for each event; a file without words to the bot is silent
 * as ever. Throws ServiceError.
 */
export function createNotStored(notifier: Pick<Notifier, 'tell'>) {
  const told = new Set<string>();
  return async ({ event_id: id, event }: EventBody, error: unknown): Promise<void> => {
    const trouble = storageTrouble(error);
    if (event.type !== 'app_mention' && event.type !== 'message') return;
    if (trouble === null || event.user === undefined || event.bot_id || told.has(id)) return;
    if (told.size >= REMEMBERED) told.clear();
    told.add(id);
    await notifier.tell(
      { channelId: event.channel, threadTs: event.thread_ts ?? null },
      event.user,
      new UserError(
        'storage',
        `${trouble.message} Your message waits, and nothing was sent.`,
        'If I have not answered it in ten minutes, send it again, and tell the operator of this bot to look at its disk.',
      ),
    );
  };
}
