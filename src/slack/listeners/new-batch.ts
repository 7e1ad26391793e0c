// The window for a new batch, opened by a command, a shortcut or the Home tab: at once, before anybody is asked who the person is.
import type {
  AllMiddlewareArgs,
  GlobalShortcut,
  MessageShortcut,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { UserError } from '../../core/errors.ts';
import { startFromWindow } from '../../jobs/draft/start-from-window.ts';
import type { Actor } from '../../jobs/find-job.ts';
import { admit } from '../../jobs/people/admit.ts';
import { decodeNewBatch, type NewBatchRef } from '../ids.ts';
import { LOADING, newBatchModal, readNewBatch } from '../views/new-batch-modal.ts';
import { draftsReply, textReply } from '../views/reply.ts';
import { replyModal } from '../views/reply-modal.ts';
import { type ClickArgs, readClick } from './click.ts';
import type { InteractionContext } from './context.ts';
import { refusedView, submitterOf } from './submitted.ts';

const TITLE = 'New batch';
const ANYWHERE: NewBatchRef = { channelId: null, messageTs: null, threadTs: null, fileIds: [] };
/** As many as the metadata of a window holds. */
const MOST_FILES = 100;

/** @param channelId where a command was typed; the draft is made there */
export function openNewBatch(context: InteractionContext, actor: Actor, triggerId: string): Promise<void> {
  const ref = actor.channelId === '' ? ANYWHERE : { ...ANYWHERE, channelId: actor.channelId };
  return openFor(context, actor, triggerId, async () => newBatchModal(ref, []));
}

export async function onNewBatch(context: InteractionContext, { ack, body }: ClickArgs): Promise<void> {
  await ack();
  const click = readClick(body);
  if (click !== null) await openNewBatch(context, click.actor, click.triggerId);
}

export async function onNewBatchShortcut(
  context: InteractionContext,
  { ack, body }: SlackShortcutMiddlewareArgs<GlobalShortcut> & AllMiddlewareArgs,
): Promise<void> {
  await ack();
  const actor = { teamId: body.team?.id ?? '', channelId: '', userId: body.user.id };
  await openNewBatch(context, actor, body.trigger_id);
}

const Files = z
  .array(z.object({ id: z.string(), name: z.string().nullish() }))
  .nullish()
  .transform((files) => files ?? []);

/** Works in threads, where there are no commands, and on old messages. */
export async function onBatchFiles(
  context: InteractionContext,
  { ack, body }: SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs,
): Promise<void> {
  await ack();
  const { message, channel, user, team } = body;
  const actor = { teamId: team?.id ?? '', channelId: channel.id, userId: user.id };
  await openFor(context, actor, body.trigger_id, async () => {
    const files = Files.parse(message.files);
    if (files.length === 0)
      throw new UserError('no-file', 'This message has no files.', 'Choose the message that carries them.');
    if (files.length > MOST_FILES)
      throw new UserError(
        'many-files',
        `This message has ${files.length} files; ${MOST_FILES} are the most here.`,
        'Mention me in its thread: then all of them are taken.',
      );
    const ref: NewBatchRef = {
      channelId: channel.id,
      messageTs: message.ts,
      threadTs: typeof message.thread_ts === 'string' ? message.thread_ts : null,
      fileIds: files.map(({ id }) => id),
    };
    return newBatchModal(
      ref,
      files.map(({ name }) => name ?? 'file'),
    );
  });
}

/** A trigger lives three seconds, and Slack may be slow to say who somebody is: what is shown at once is filled afterwards. */
async function openFor(
  { jobs, answer, slack }: InteractionContext,
  actor: Actor,
  triggerId: string,
  make: () => Promise<ModalView>,
): Promise<void> {
  const opened = await slack.call(false, (client) =>
    client.views.open({ trigger_id: triggerId, view: LOADING }),
  );
  let view: ModalView | null = null;
  const refusal = await answer('new batch', async () => {
    await admit(jobs, actor, 'build');
    view = await make();
    return null;
  });
  await show(slack, opened.view?.id ?? '', refusal === null ? view : replyModal(TITLE, refusal));
}

async function show(
  slack: InteractionContext['slack'],
  viewId: string,
  view: ModalView | null,
): Promise<void> {
  if (view !== null) await slack.call(false, (client) => client.views.update({ view_id: viewId, view }));
}

/** The window stays and says what came of it: the draft may be made where the person is not looking. */
export async function onNewBatchSubmitted(
  context: InteractionContext,
  { ack, view, body }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
): Promise<void> {
  const { jobs, answer, slack } = context;
  const ref = decodeNewBatch(view.private_metadata);
  const given = readNewBatch(view.state.values);
  const actor = submitterOf(body, ref?.channelId ?? given.channelId ?? '');
  const refusal = await refusedView(context, actor, 'build', async () => {
    if (ref === null || actor.channelId === '') throw outdated();
  });
  if (refusal !== null || ref === null) {
    await ack({ response_action: 'update', view: refusal ?? LOADING });
    return;
  }
  await ack({ response_action: 'update', view: replyModal(TITLE, textReply('Reading the files…')) });
  const { prompt, files } = given;
  const { messageTs, threadTs, fileIds } = ref;
  const reply = await answer('new batch', async () => {
    const started = await startFromWindow(jobs, actor, { prompt, files, fileIds, messageTs, threadTs });
    return draftsReply(started, actor.channelId);
  });
  if (reply !== null) await show(slack, view.id, replyModal(TITLE, reply));
}

function outdated(): UserError {
  return new UserError('stale-window', 'This window cannot be read any more.', 'Close it and open it again.');
}
