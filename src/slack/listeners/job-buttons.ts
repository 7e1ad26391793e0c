// The buttons and the menu of a job's card; the card itself is the answer, words are only for what could not be done.

import { failedRows, WITH_CLOSING } from '../../core/result/results-file.ts';
import { changeDraft } from '../../jobs/draft/change-draft.ts';
import { discardJob } from '../../jobs/draft/discard.ts';
import { tryRows } from '../../jobs/draft/try-rows.ts';
import { cancelJob } from '../../jobs/follow/cancel.ts';
import { deleteData } from '../../jobs/follow/delete-data.ts';
import { findRecipe } from '../../jobs/recipe/recipes.ts';
import { retryJob } from '../../jobs/send/retry.ts';
import { submitJob } from '../../jobs/send/submit.ts';
import { askResults, sendFilesAgain } from '../../jobs/show/ask-results.ts';
import { chosenFormat } from '../views/more-formats.ts';
import { chosenRecipe } from '../views/recipe.ts';
import { textReply, tryingReply } from '../views/reply.ts';
import { type ClickArgs, clickedJob, handleClick, staleButton } from './click.ts';
import type { InteractionContext } from './context.ts';

export function onSubmit(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'submit', async (click) => {
    const { job, ref } = await clickedJob(context.jobs, click);
    await submitJob(context.jobs, { jobId: job.id, revision: ref.revision, by: click.actor.userId });
    return null;
  });
}

export function onTryRows(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'try rows', async (click) => {
    const { job, ref } = await clickedJob(context.jobs, click);
    const by = click.actor.userId;
    return tryingReply(await tryRows(context.jobs, { jobId: job.id, revision: ref.revision, by }));
  });
}

export function onUseRecipe(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'use a recipe', async (click) => {
    const { jobs } = context;
    const { job, ref } = await clickedJob(jobs, click);
    const here = { ...click.actor, channelId: job.channelId };
    const { settings } = await findRecipe(jobs, here, chosenRecipe(click.value));
    await changeDraft(jobs, { jobId: job.id, revision: ref.revision, settings });
    return null;
  });
}

export function onDiscard(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'discard', async (click) => {
    const { job, ref } = await clickedJob(context.jobs, click);
    await discardJob(context.jobs, { jobId: job.id, revision: ref.revision });
    return null;
  });
}

export function onCancel(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'cancel', async (click) => {
    const { job } = await clickedJob(context.jobs, click);
    await cancelJob(context.jobs, { jobId: job.id, by: click.actor.userId });
    return null;
  });
}

export function onDeleteData(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'delete data', async (click) => {
    const { job } = await clickedJob(context.jobs, click);
    await deleteData(context.jobs, click.actor, job);
    return textReply(`The data of job #${job.number} is being deleted.`);
  });
}

export function onSendFilesAgain(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'send files again', async (click) => {
    const { job } = await clickedJob(context.jobs, click);
    const here = { channelId: click.actor.channelId, threadTs: null };
    await sendFilesAgain(context.jobs, job.id, here.channelId === job.channelId ? null : here);
    return textReply(`The results of job #${job.number} are on their way again.`);
  });
}

export function onRetry(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'retry', async (click) => {
    const { job, ref } = await clickedJob(context.jobs, click);
    await retryJob(context.jobs, { jobId: job.id, revision: ref.revision, by: click.actor.userId });
    return null;
  });
}

export function onFailedRows(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'failed rows', async (click) => {
    const { job } = await clickedJob(context.jobs, click);
    await askResults(context.jobs, { job, request: failedRows(job), place: null });
    return textReply(`The failed rows of job #${job.number} are on their way to its thread.`);
  });
}

export function onMoreFormats(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'more formats', async (click) => {
    const { job } = await clickedJob(context.jobs, click);
    const format = chosenFormat(click.value);
    if (format === null) throw staleButton();
    await askResults(context.jobs, { job, request: { ...WITH_CLOSING, formats: [format] }, place: null });
    return textReply(`The results of job #${job.number} as ${format} are on their way to its thread.`);
  });
}
