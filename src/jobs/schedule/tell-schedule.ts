// What a schedule did, in the thread of the job that it made; it calls whoever made the schedule.
import type { ScheduleWords } from '../../ports/conversation.ts';
import type { Deps } from '../deps.ts';
import { sayInThread } from '../show/say-in-thread.ts';

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

/** Posts an owed word when it is due and the card stands there. */
export function tellSchedule(deps: Deps, key: string): Promise<void> {
  return sayInThread<ScheduleWords>(
    deps,
    key,
    ({ view, place, detail }) =>
      () =>
        deps.notifier.postScheduleWord(view, place, key, detail),
  );
}
