// A post whose outcome is unknown is looked for in the conversation, and made again only when it is surely not there.
import { ServiceError } from '../../core/errors.ts';
import type { OwedMessage } from '../../core/job/messages.ts';
import type { Place } from '../../ports/conversation.ts';
import type { Deps } from '../deps.ts';

type FindDeps = Pick<Deps, 'store' | 'notifier' | 'log' | 'options'>;

/** Clocks may differ by this much. */
const SKEW_MS = 60_000;

/**
 * Looks for a message in state `posting` and records it as posted when it is there.
 * @returns true when it may be posted again: not found, and given long enough to arrive
 */
export async function isAbsent(
  deps: FindDeps,
  owed: OwedMessage,
  place: Place,
  now: number,
): Promise<boolean> {
  const attemptedAt = owed.attemptedAt ?? 0;
  let found: { ts: string | null } | null;
  try {
    found = await look(deps, owed, place, attemptedAt - SKEW_MS);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    deps.log.warn(
      { jobId: owed.jobId, kind: error.kind, code: error.code },
      'a post could not be looked for',
    );
    // Slack will not tell, e.g. because a scope is missing: after the wait once more is better than never.
    if (error.kind === 'busy' || error.kind === 'unknown') return false;
    found = null;
  }
  if (found === null) return now - attemptedAt >= deps.options.settleMs;
  // No hash: what the message shows is not known, so the next look edits it.
  await deps.store.moveOwedMessage(owed.key, {
    from: ['posting'],
    to: 'posted',
    set: { ...(found.ts === null ? {} : { ts: found.ts }), shownHash: null, shownAt: null },
  });
  return false;
}

/** Files say themselves where they are shared; other messages carry their key. */
async function look(
  { notifier }: FindDeps,
  owed: OwedMessage,
  place: Place,
  sinceMs: number,
): Promise<{ ts: string | null } | null> {
  const [file] = owed.fileIds;
  if (file === undefined) return notifier.findPosted(place, owed.key, sinceMs);
  return (await notifier.isShared(file, place.channelId)) ? { ts: null } : null;
}
