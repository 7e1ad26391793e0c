// What a schedule did, in the thread of the job that it made; it calls whoever made the schedule.
import type { ScheduleWords } from '../../ports/conversation.ts';
import type { Deps } from '../deps.ts';
import { postOnce } from '../show/post-once.ts';
import { isDue, threadOf, viewOf } from '../show/show-card.ts';

/** Owes the word; again is harmless. */
export async function oweScheduleWord(
  { store }: Pick<Deps, 'store'>,
  jobId: string,
  words: ScheduleWords,
): Promise<void> {
  await store.oweMessage({
    key: `${jobId}:schedule`,
    jobId,
    kind: 'schedule',
    detail: JSON.stringify(words),
  });
}

/** Posts an owed word when it is due and the card stands there. Failures of Slack are kept for the next tick. */
export async function tellSchedule(deps: Deps, key: string): Promise<void> {
  await deps.locks.tryHold(`deliver:${key}`, async () => {
    const owed = await deps.store.owedMessage(key);
    const view = owed === null ? null : await viewOf(deps, owed.jobId);
    if (owed === null || owed.detail === null || view === null || !isDue(owed, view.now)) return;
    const place = await threadOf(deps, view.job);
    if (place.threadTs === null) return;
    const words = JSON.parse(owed.detail) as ScheduleWords;
    await postOnce(deps, owed, place, () => deps.notifier.postScheduleWord(view, place, key, words));
  });
}
