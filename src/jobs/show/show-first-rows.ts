// The first answers of a job, posted once below its closing message.
import { isEnded } from '../../core/job/approval.ts';
import { answerFieldsOf } from '../../core/job/job.ts';
import type { OwedMessage } from '../../core/job/messages.ts';
import type { Deps } from '../deps.ts';
import { giveUp, postOnce } from './post-once.ts';
import { isDue, threadOf, viewOf } from './show-card.ts';

type FirstRowsDeps = Pick<
  Deps,
  'history' | 'store' | 'notifier' | 'jobData' | 'clock' | 'log' | 'locks' | 'options'
>;

const ROWS = 20;
const ATTEMPTS = 5;
/** Slack shows files some seconds after it took them; the first rows belong below. */
const SHARED_AFTER_MS = 5000;
const ENDING = ':first-rows';

/** @param closing the key of the closing message that they follow */
export function firstRowsKey(closing: string): string {
  return closing + ENDING;
}

/** Posts them once the closing message stands there, so not before a later tick. Failures of Slack are kept for the next tick. */
export async function showFirstRows(deps: FirstRowsDeps, key: string): Promise<void> {
  await deps.locks.tryHold(`deliver:${key}`, async () => {
    const owed = await deps.store.owedMessage(key);
    if (owed === null || !isDue(owed, deps.clock.now())) return;
    const closing = await deps.store.owedMessage(key.slice(0, -ENDING.length));
    // Where the closing message could not be posted, neither can they.
    if (closing?.state === 'given-up') await giveUp(deps, owed);
    if (closing?.state !== 'posted') return;
    if (deps.clock.now() - (closing.attemptedAt ?? 0) < SHARED_AFTER_MS) return;
    await post(deps, owed);
  });
}

async function post(deps: FirstRowsDeps, owed: OwedMessage): Promise<void> {
  const view = await viewOf(deps, owed.jobId);
  if (view === null || !isEnded(view.job)) return;
  const { job } = view;
  const place = await threadOf(deps, job);
  const { idColumn } = job.settings;
  const answerFields = answerFieldsOf(job);
  const rows = await deps.jobData.firstRows({ jobId: job.id, idColumn, answerFields, rows: ROWS });
  if (rows.rows.length === 0 || owed.attempts >= ATTEMPTS) {
    await giveUp(deps, owed);
    return;
  }
  await postOnce(deps, owed, place, () => deps.notifier.postFirstRows(view, place, owed.key, rows));
}
