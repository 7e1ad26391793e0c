// From what a person types (#42, 42, msgbatch_…) to a job that this person may see.

import { UserError } from '../core/errors.ts';
import type { Job } from '../core/job/job.ts';
import type { Store } from '../ports/store.ts';
import type { Deps } from './deps.ts';
import type { Actor } from './people/actor.ts';
import { canSee } from './people/can-see.ts';

type FindDeps = Pick<Deps, 'store' | 'directory' | 'options'>;

export type { Actor } from './people/actor.ts';

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
export async function findJob(deps: FindDeps, actor: Actor, text: string): Promise<Job> {
  const ref = parseJobRef(text);
  const job = await lookUp(deps.store, actor.teamId, ref);
  if (job === null || !(await canSee(deps, actor, job))) {
    throw 'remoteId' in ref ? unknownBatch(ref.remoteId) : notFound(text.trim());
  }
  return job;
}

/** @returns null for a message batch that is no job of ours. @throws UserError as findJob does */
export async function findJobOrRemote(
  deps: FindDeps,
  actor: Actor,
  text: string,
): Promise<Job | { remoteId: string }> {
  const ref = parseJobRef(text);
  if (!('remoteId' in ref)) return findJob(deps, actor, text);
  const job = await lookUp(deps.store, actor.teamId, ref);
  if (job === null) return ref;
  if (!(await canSee(deps, actor, job))) throw unknownBatch(ref.remoteId);
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

/** @returns the words for a message batch that Anthropic does not know, or that is a job this person may not see */
export function unknownBatch(remoteId: string, cause?: unknown): UserError {
  return new UserError(
    'no-batch',
    `Anthropic knows no message batch ${remoteId} for this API key.`,
    'Check the id in the Claude Console.',
    { cause },
  );
}
