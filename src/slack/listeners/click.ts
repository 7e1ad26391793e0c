// A click on a button or menu of ours, read once: who, where, on which job as they saw it.
import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { UserError } from '../../core/errors.ts';
import type { Job } from '../../core/job/job.ts';
import type { Deps } from '../../jobs/deps.ts';
import type { Actor } from '../../jobs/find-job.ts';
import { admit } from '../../jobs/people/admit.ts';
import { canSee } from '../../jobs/people/can-see.ts';
import { refreshHome } from '../../jobs/show/home.ts';
import { decodeJobRef, type JobRef } from '../ids.ts';
import type { Reply } from '../views/reply.ts';
import { replyModal } from '../views/reply-modal.ts';
import { neededFor } from './admission.ts';
import type { InteractionContext } from './context.ts';

export type ClickArgs = SlackActionMiddlewareArgs & AllMiddlewareArgs;

export interface Click {
  actor: Actor;
  actionId: string;
  value: string;
  responseUrl: string | null;
  triggerId: string;
  /** Clicked in the Home tab, where there is no conversation to answer in. */
  isHome: boolean;
}

/** @returns the click, or null for a payload that no button of ours can send */
export function readClick(body: ClickArgs['body']): Click | null {
  if (body.type !== 'block_actions') return null;
  const {
    user,
    team,
    channel,
    actions,
    response_url: responseUrl,
    trigger_id: triggerId,
    view,
  } = body as BlockAction;
  const action = actions[0];
  const value = chosenValue(action);
  const actor = { teamId: team?.id ?? user.team_id ?? '', channelId: channel?.id ?? '', userId: user.id };
  const isHome = view?.type === 'home';
  return {
    actor,
    actionId: action?.action_id ?? '',
    value,
    responseUrl: responseUrl ?? null,
    triggerId,
    isHome,
  };
}

function chosenValue(action: BlockAction['actions'][number] | undefined): string {
  if (action?.type === 'button') return action.value ?? '';
  return action?.type === 'static_select' ? (action.selected_option?.value ?? '') : '';
}

/** Acknowledges a click, then does the work and answers it when there is something to say. */
export async function handleClick(
  context: InteractionContext,
  { ack, body }: ClickArgs,
  what: string,
  work: (click: Click) => Promise<Reply | null>,
): Promise<void> {
  const { jobs, answer, respond, slack } = context;
  await ack();
  const click = readClick(body);
  if (click === null) return;
  const reply = await answer(what, async () => {
    await admit(jobs, click.actor, neededFor(click.actionId));
    return work(click);
  });
  if (reply !== null && click.responseUrl !== null) await respond(click.responseUrl, reply);
  if (!click.isHome) return;
  const { triggerId } = click;
  // A click is never answered with silence.
  if (reply !== null)
    await slack.call(false, (client) =>
      client.views.open({ trigger_id: triggerId, view: replyModal('Claude Batches', reply) }),
    );
  jobs.background.run('home tab', '', () => refreshHome(jobs, click.actor));
}

/** @returns the job behind a button and the revision that the person saw. @throws UserError when it is not theirs to use, or gone */
export async function clickedJob(jobs: Deps, { actor, value }: Click): Promise<{ job: Job; ref: JobRef }> {
  const ref = decodeJobRef(value);
  const job = ref === null ? null : await jobs.store.job(ref.jobId);
  if (ref === null || job === null || !(await canSee(jobs, actor, job))) throw staleButton();
  return { job, ref };
}

/** @returns the words for a button whose job is gone, belongs elsewhere, or cannot be read by this release: nobody can guess which */
export function staleButton(): UserError {
  return new UserError(
    'stale-button',
    'There is no job behind this button that you can use here.',
    'Press it where the job was started, or ask the person who started it; if it is gone, drop the file again.',
  );
}
