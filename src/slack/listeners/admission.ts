// What each click needs to be allowed, and how events come through the door.
import { ServiceError, UserError } from '../../core/errors.ts';
import type { Action } from '../../core/people/role.ts';
import type { Deps } from '../../jobs/deps.ts';
import type { Actor } from '../../jobs/find-job.ts';
import { admit } from '../../jobs/people/admit.ts';
import type { Place } from '../../ports/conversation.ts';
import { ACTIONS } from '../ids.ts';

/** Every button and menu; one that is not here does not compile. */
export const NEEDED: Record<keyof typeof ACTIONS, Action> = {
  submit: 'submit',
  tryRows: 'submit',
  edit: 'build',
  useRecipe: 'build',
  discard: 'build',
  approve: 'approve',
  reject: 'approve',
  withdraw: 'submit',
  deleteData: 'build',
  cancel: 'submit',
  sendFilesAgain: 'see',
  retry: 'submit',
  failedRows: 'see',
  moreFormats: 'see',
  useCandidate: 'submit',
  sendAgain: 'submit',
  giveUp: 'submit',
  startBatch: 'build',
  settings: 'see',
  newBatch: 'build',
  homeDetails: 'see',
  homeNewer: 'see',
  homeOlder: 'see',
  homeRecipe: 'see',
};

/** @returns what a click on this needs; the most for ids that no button of ours has */
export function neededFor(actionId: string): Action {
  const known = (Object.keys(NEEDED) as (keyof typeof NEEDED)[]).find((name) => ACTIONS[name] === actionId);
  return known === undefined ? 'configure' : NEEDED[known];
}

/** Accounts that nobody reads the answers of. */
const UNTOLD = new Set(['refused-bot', 'refused-deactivated']);

/**
 * @param place where the person is told; null: nothing was said to the bot, so it says nothing
 * @returns the refusal's code, or null when the event may go on
 * @throws ServiceError when Slack cannot be asked now: the event is kept and comes again, so that no upload is lost
 */
export async function refusedEvent(jobs: Deps, actor: Actor, place: Place | null): Promise<string | null> {
  try {
    await admit(jobs, actor, 'build');
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { cause } = error;
    if (cause instanceof ServiceError && (cause.kind === 'busy' || cause.kind === 'unknown')) throw cause;
    jobs.log.info({ code: error.code, channelId: actor.channelId }, 'an event was not admitted');
    if (place !== null && !UNTOLD.has(error.code)) await jobs.notifier.tell(place, actor.userId, error);
    return error.code;
  }
}
