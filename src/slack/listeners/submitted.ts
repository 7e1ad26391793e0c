// What every submitted modal has in common: who sent it from where, and the door it goes through before it is closed.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { UserError } from '../../core/errors.ts';
import { cannotCheck } from '../../core/people/refusal.ts';
import type { Action } from '../../core/people/role.ts';
import type { Actor } from '../../jobs/find-job.ts';
import { admit } from '../../jobs/people/admit.ts';
import { refusalModal } from '../views/refusal-modal.ts';
import type { InteractionContext } from './context.ts';

/** A modal has to be answered within three seconds. */
const WITHIN_MS = 2000;

/** @param channelId where the modal was opened: a submission itself comes from nowhere */
export function submitterOf(body: ViewSubmitAction, channelId: string): Actor {
  return { teamId: body.team?.id ?? body.user.team_id ?? '', channelId, userId: body.user.id };
}

/**
 * @param check what is done when the person may; never begun when their right is known too late
 * @returns null when the person may, else a modal with the reason in place of the one that was submitted
 */
export async function refusedView(
  { jobs, answer }: Pick<InteractionContext, 'jobs' | 'answer'>,
  actor: Actor,
  action: Action,
  check: () => Promise<void> = async () => {},
): Promise<ModalView | null> {
  const late = new AbortController();
  const reply = await answer('submitted modal', async () => {
    const now = { isBegun: false, isTooLate: false };
    const isDone = admit(jobs, actor, action).then(async () => {
      if (now.isTooLate) return false;
      now.isBegun = true;
      await check();
      return true;
    });
    const inTime = sleep(WITHIN_MS, false, { ref: false, signal: late.signal });
    if (await Promise.race([isDone, inTime])) return null;
    if (now.isBegun) {
      isDone.catch((error: unknown) =>
        jobs.log.error({}, 'what a window asked for came to nothing, too late to be told', error),
      );
      throw stillDoing();
    }
    now.isTooLate = true;
    // The question goes on and its answer is remembered, so that a second try is quick.
    throw cannotCheck(false, undefined);
  });
  late.abort();
  return reply === null ? null : refusalModal(reply);
}

function stillDoing(): UserError {
  return new UserError(
    'still-doing',
    'This takes longer than a window can wait for; it goes on.',
    'Close this window and look in a minute whether it was done.',
  );
}
