// A budget that is used up to a warning step is told in the thread of the job that brought it there, once for each step.
import { type Standing, type WarningStep, warningStep } from '../../core/money/budget.ts';
import type { Store } from '../../ports/store.ts';
import type { Deps } from '../deps.ts';
import { postOnce } from '../show/post-once.ts';
import { isDue, threadOf, viewOf } from '../show/show-card.ts';

type WarnDeps = Pick<Deps, 'history' | 'store' | 'notifier' | 'clock' | 'log' | 'locks' | 'options'>;

/** Owes a warning for each budget at a step that was not told yet; a raised budget has steps of its own. */
export async function oweBudgetWarnings(
  { store }: { store: Store },
  jobId: string,
  standings: readonly Standing[],
): Promise<void> {
  for (const standing of standings) {
    const step = warningStep(standing);
    if (step === null) continue;
    // What is settled for less may bring a budget below a step that was told: it is not told backwards.
    if (step === 80 && (await store.owedMessage(warningKey(standing, 90))) !== null) continue;
    const detail = JSON.stringify(standing);
    await store.oweMessage({ key: warningKey(standing, step), jobId, kind: 'budget', detail });
  }
}

function warningKey({ budget, month }: Standing, step: WarningStep): string {
  const { teamId, scope, subjectId, limitMicros } = budget;
  return ['budget', teamId, scope, subjectId, month, limitMicros, step].join(':');
}

/** Posts one owed warning when it is due and the card stands there. Failures of Slack are kept for the next tick. */
export async function tellBudgetWarning(deps: WarnDeps, key: string): Promise<void> {
  await deps.locks.tryHold(`deliver:${key}`, async () => {
    const owed = await deps.store.owedMessage(key);
    const view = owed === null ? null : await viewOf(deps, owed.jobId);
    if (owed === null || owed.detail === null || view === null || !isDue(owed, view.now)) return;
    const place = await threadOf(deps, view.job);
    if (place.threadTs === null) return;
    const standing = JSON.parse(owed.detail) as Standing;
    await postOnce(deps, owed, place, () => deps.notifier.postBudgetWarning(standing, place, key));
  });
}
