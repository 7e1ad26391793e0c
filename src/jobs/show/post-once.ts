// Posts a message that is owed, once: its intent is stored before, and a post of unknown outcome is looked for before another is made.
import { ServiceError } from '../../core/errors.ts';
import type { OwedMessage } from '../../core/job/messages.ts';
import type { Place } from '../../ports/conversation.ts';
import type { Deps } from '../deps.ts';
import { isAbsent } from './find-posted.ts';
import { recordFailure } from './show-card.ts';

type PostDeps = Pick<Deps, 'store' | 'notifier' | 'clock' | 'log' | 'options'>;

/**
 * Failures of Slack are kept for the next tick, never thrown.
 * @param owed a message that is due
 * @param post makes the one call that cannot be repeated; the message carries the key of what is owed
 */
export async function postOnce(
  deps: PostDeps,
  owed: OwedMessage,
  place: Place,
  post: () => Promise<{ ts: string }>,
): Promise<void> {
  const now = deps.clock.now();
  try {
    if (owed.state === 'posting' && !(await isAbsent(deps, owed, place, now))) return;
    // Gone when the data of its job was deleted meanwhile.
    if ((await move(deps, owed, 'posting', { attempts: owed.attempts + 1, attemptedAt: now })) === null)
      return;
    const { ts } = await post();
    await move(deps, owed, 'posted', { ts });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { jobId, kind: message } = owed;
    deps.log.warn({ jobId, message, kind: error.kind, code: error.code }, 'a message was not posted');
    await recordFailure(deps, owed, error, now);
  }
}

/** There is nothing to say any more. */
export async function giveUp(deps: Pick<Deps, 'store'>, owed: OwedMessage): Promise<void> {
  await move(deps, owed, 'given-up', {});
}

function move(
  { store }: Pick<Deps, 'store'>,
  { key }: OwedMessage,
  to: OwedMessage['state'],
  set: Pick<Partial<OwedMessage>, 'attempts' | 'attemptedAt' | 'ts'>,
) {
  return store.moveOwedMessage(key, { from: ['owed', 'posting'], to, set });
}
