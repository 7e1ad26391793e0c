// The buttons of a card that asks a person what became of a submission.
import { type Decision, decideSubmission } from '../../jobs/send/decide-submission.ts';
import { type BatchRef, decodeBatchRef } from '../ids.ts';
import { type ClickArgs, clickedJob, handleClick, staleButton } from './click.ts';
import type { InteractionContext } from './context.ts';

export function onUseCandidate(context: InteractionContext, args: ClickArgs): Promise<void> {
  return onDecision(context, args, ({ remoteId }) => (remoteId === null ? null : { use: remoteId }));
}

export function onSendAgain(context: InteractionContext, args: ClickArgs): Promise<void> {
  return onDecision(context, args, () => 'send-again');
}

export function onGiveUp(context: InteractionContext, args: ClickArgs): Promise<void> {
  return onDecision(context, args, () => 'give-up');
}

function onDecision(
  context: InteractionContext,
  args: ClickArgs,
  decisionOf: (ref: BatchRef) => Decision | null,
): Promise<void> {
  return handleClick(context, args, 'decide submission', async (click) => {
    const { job } = await clickedJob(context.jobs, click);
    const ref = decodeBatchRef(click.value);
    const decision = ref && decisionOf(ref);
    if (!ref || !decision) throw staleButton();
    await decideSubmission(context.jobs, {
      jobId: job.id,
      batchId: ref.batchId,
      decision,
      by: click.actor.userId,
    });
    return null;
  });
}
