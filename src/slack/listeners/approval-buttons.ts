// The buttons of a job that needs approval; a rejection asks for its reason in a window.
import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { notPending, pendingApproval, readReason } from '../../core/job/approval.ts';
import { approve, reject, withdraw } from '../../jobs/approval/decide.ts';
import { canSee } from '../../jobs/people/can-see.ts';
import { decodeJobRef, decodePlace } from '../ids.ts';
import { REASON, rejectModal } from '../views/approval.ts';
import { readInputs } from '../views/modal-inputs.ts';
import { type ClickArgs, clickedJob, handleClick, staleButton } from './click.ts';
import type { InteractionContext } from './context.ts';
import { refusedView, submitterOf } from './submitted.ts';

export function onApprove(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'approve', async (click) => {
    const { job, ref } = await clickedJob(context.jobs, click);
    await approve(context.jobs, { job, revision: ref.revision, by: click.actor.userId });
    return null;
  });
}

export function onWithdraw(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'withdraw', async (click) => {
    const { job, ref } = await clickedJob(context.jobs, click);
    await withdraw(context.jobs, { job, revision: ref.revision, by: click.actor.userId });
    return null;
  });
}

export function onReject(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'reject', async (click) => {
    const { job } = await clickedJob(context.jobs, click);
    if (pendingApproval(job) === null) throw notPending(job);
    const view = rejectModal(job, click.actor.channelId);
    await context.slack.call(false, (client) => client.views.open({ trigger_id: click.triggerId, view }));
    return null;
  });
}

export async function onRejectSubmitted(
  context: InteractionContext,
  { ack, view, body }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
): Promise<void> {
  const { jobs } = context;
  const ref = decodeJobRef(view.private_metadata);
  const actor = submitterOf(body, decodePlace(view.private_metadata));
  const refusal = await refusedView(context, actor, 'approve', async () => {
    const job = ref === null ? null : await jobs.store.job(ref.jobId);
    if (ref === null || job === null || !(await canSee(jobs, actor, job))) throw staleButton();
    const reason = readReason(readInputs(view.state.values)(REASON) ?? '');
    await reject(jobs, { job, revision: ref.revision, by: actor.userId, reason });
  });
  await ack(refusal === null ? undefined : { response_action: 'update', view: refusal });
}
