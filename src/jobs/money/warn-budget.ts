// A budget that is used up to a warning step is told in the thread of the job that brought it there, once for each step.
import { type Standing, type WarningStep, warningStep } from '../../core/money/budget.ts';
import type { Store } from '../../ports/store.ts';
import { type SayDeps, sayInThread } from '../show/say-in-thread.ts';

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

/** Posts one owed warning when it is due and the card stands there. */
export function tellBudgetWarning(deps: SayDeps, key: string): Promise<void> {
  return sayInThread<Standing>(
    deps,
    key,
    ({ place, detail }) =>
      () =>
        deps.notifier.postBudgetWarning(detail, place, key),
  );
}
