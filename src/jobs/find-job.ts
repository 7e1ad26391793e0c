// From what a person types (#42, 42, msgbatch_…) to a job that this person may see.

import { UserError } from '../core/errors.ts';
import { mayUse } from '../core/job/access.ts';
import type { Job } from '../core/job/job.ts';
import type { Store } from '../ports/store.ts';

/** Who asks, and where. */
export interface Actor {
  teamId: string;
  channelId: string;
  userId: string;
}

export type JobRef = { number: number } | { remoteId: string };

/** @returns what the person means. @throws UserError when it is no job number and no message batch id */
export function parseJobRef(text: string): JobRef {
  const word = text.trim();
  if (/^msgbatch_\w+$/.test(word)) return { remoteId: word };
  const number = /^#?(\d{1,9})$/.exec(word)?.[1];
  if (number !== undefined) return { number: Number(number) };
  throw new UserError(
    'no-job-number',
    `“${word}” is no job number.`,
    'Type it like #42; /batch list shows yours.',
  );
}

/** @throws UserError when there is no such job, or this person may not see it here: the same words, so that nobody can guess */
export async function findJob(deps: { store: Store }, actor: Actor, text: string): Promise<Job> {
  const ref = parseJobRef(text);
  const job = await lookUp(deps.store, actor.teamId, ref);
  if (job === null || !mayUse(actor, job)) throw notFound(text.trim());
  return job;
}

/** @returns null for a message batch that is no job of ours. @throws UserError as findJob does */
export async function findJobOrRemote(
  deps: { store: Store },
  actor: Actor,
  text: string,
): Promise<Job | { remoteId: string }> {
  const ref = parseJobRef(text);
  if (!('remoteId' in ref)) return findJob(deps, actor, text);
  const job = await lookUp(deps.store, actor.teamId, ref);
  if (job === null) return ref;
  if (!mayUse(actor, job)) throw notFound(text.trim());
  return job;
}

function lookUp(store: Store, teamId: string, ref: JobRef): Promise<Job | null> {
  return 'number' in ref ? store.jobByNumber(teamId, ref.number) : store.jobByRemoteId(teamId, ref.remoteId);
}

function notFound(text: string): UserError {
  return new UserError(
    'job-not-found',
    `There is no job ${text} that you can see here.`,
    'Ask in the channel where it was started; /batch list shows yours.',
  );
}
