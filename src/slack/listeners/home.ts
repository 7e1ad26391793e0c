// The Home tab: made when somebody opens it, turned by its buttons; details open as a window.
import { showHome } from '../../jobs/show/home.ts';
import { viewOf } from '../../jobs/show/show-card.ts';
import type { HomeOpened } from '../event.ts';
import { statusReply } from '../views/reply.ts';
import { replyModal } from '../views/reply-modal.ts';
import { type ClickArgs, clickedJob, handleClick, staleButton } from './click.ts';
import type { EventContext, InteractionContext } from './context.ts';

export async function onHomeOpened({ jobs, teamId }: EventContext, { user, tab }: HomeOpened): Promise<void> {
  if (tab === 'home') await showHome(jobs, { teamId, userId: user });
}

export function onHomePage(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'home page', async ({ actor, value }) => {
    const page = /^\d{1,5}$/.test(value) ? Number(value) : 1;
    await showHome(context.jobs, actor, Math.max(1, page));
    return null;
  });
}

export function onHomeDetails(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'home details', async (click) => {
    const { job } = await clickedJob(context.jobs, click);
    const shown = await viewOf(context.jobs, job.id);
    if (shown === null) throw staleButton();
    const view = replyModal(`Job #${job.number}`, statusReply(shown));
    await context.slack.call(false, (client) => client.views.open({ trigger_id: click.triggerId, view }));
    return null;
  });
}
