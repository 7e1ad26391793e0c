// The app's own place: its Home tab, made when somebody opens it and turned by its buttons, and its messages.
import { noRecipe } from '../../core/recipe/recipe.ts';
import { recipesFor, showHome } from '../../jobs/show/home.ts';
import { viewOf } from '../../jobs/show/show-card.ts';
import type { HomeOpened } from '../event.ts';
import { encodeRecipeRef, recipeOf } from '../ids.ts';
import { recipeReply } from '../views/recipe.ts';
import { statusReply } from '../views/reply.ts';
import { replyModal } from '../views/reply-modal.ts';
import { type ClickArgs, clickedJob, handleClick, staleButton } from './click.ts';
import type { EventContext, InteractionContext } from './context.ts';
import { welcomeOnce } from './welcome.ts';

export async function onHomeOpened(context: EventContext, { user, channel, tab }: HomeOpened): Promise<void> {
  if (tab === 'home') await showHome(context.jobs, { teamId: context.teamId, userId: user });
  else if (tab === 'messages') await welcomeOnce(context, { user, channel });
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

export function onHomeRecipe(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'home recipe', async ({ actor, value, triggerId }) => {
    const recipe = (await recipesFor(context.jobs, actor)).find((one) => encodeRecipeRef(one) === value);
    if (recipe === undefined) throw noRecipe(recipeOf(value));
    const view = replyModal('Recipe', recipeReply(recipe));
    await context.slack.call(false, (client) => client.views.open({ trigger_id: triggerId, view }));
    return null;
  });
}
