// Shows people what happens, through Slack's Web API.
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { ServiceError, UserError } from '../core/errors.ts';
import { approvalKey } from '../core/job/approval.ts';
import { stateKey } from '../core/job/job.ts';
import type { CardPlace, Face, FileSource, JobView, Notifier } from '../ports/conversation.ts';
import { ignoreRefusal, type SlackCaller } from './client.ts';
import { plain } from './mrkdwn.ts';
import { findPosted, metadataOf, type PostMetadata } from './posted.ts';
import { postFile } from './transfer.ts';
import { approvalMessage, decisionMessage } from './views/approval.ts';
import { budgetWarning } from './views/budget.ts';
import { closingMessage, closingText, elsewhereMessage, noticeMessage } from './views/closing.ts';
import { firstRowsMessage } from './views/first-rows.ts';
import { homeView } from './views/home.ts';
import { jobCard } from './views/job-card.ts';
import { offer } from './views/offer.ts';
import { errorReply } from './views/reply.ts';
import { scheduleMessage } from './views/schedule.ts';
import { trialMessage } from './views/trial.ts';
import { digestMessage } from './views/usage.ts';

/** A rate limit of uploads concerns all deliveries, so it is for the jobs to put them off. */
const NO_WAIT = 0;
/** Table blocks are new: not every workspace takes them. */
const BLOCKS_REFUSED = new Set(['invalid_blocks', 'invalid_blocks_format', 'invalid_attachments']);
const QUIET = { unfurl_links: false, unfurl_media: false };

export interface NotifierOptions {
  slack: SlackCaller;
  files: FileSource;
  mayFetch: (url: string) => boolean;
  /** Of Slack's pages, with a slash at its end; '' when Slack did not say. */
  workspaceUrl: string;
}

/** @returns the notifier for the workspace of the caller's token */
export function createNotifier({ slack, files, mayFetch, workspaceUrl }: NotifierOptions): Notifier {
  const render = (view: JobView, face: Face) =>
    face === 'card' ? jobCard(view) : approvalMessage(view, face.approval);
  return {
    cardHash(view, face) {
      const card = render(view, face);
      const hash = createHash('sha256').update(JSON.stringify(card)).digest('hex').slice(0, 32);
      return `${face === 'card' ? stateKey(view.job) : approvalKey(view.job, face.approval)}|${hash}`;
    },

    async postCard(view, place, key, face) {
      return post(slack, place, { ...render(view, face), metadata: metadataOf(key) });
    },

    findPosted: (place, key, sinceMs) => findPosted(slack, place, key, sinceMs),

    async editCard(view, { channelId, ts }, face) {
      const { text, blocks } = render(view, face);
      await slack.call(true, (client) => client.chat.update({ channel: channelId, ts, text, blocks }));
    },

    async uploadFile({ path, name }) {
      const { size } = await stat(path);
      const target = await slack.call(
        true,
        (client) => client.files.getUploadURLExternal({ filename: name, length: size }),
        NO_WAIT,
      );
      const { upload_url: url, file_id: fileId } = target;
      if (!url || !fileId || !mayFetch(url))
        throw new ServiceError('slack', 'unknown', 'no-upload-url', 'Slack gave no upload URL.');
      await postFile(url, path, size);
      return { fileId };
    },

    async shareFiles(view, place, shared, words) {
      await slack.call(false, (client) =>
        client.files.completeUploadExternal({
          files: nonEmpty(shared.map(({ fileId, name }) => ({ id: fileId, title: name }))),
          channel_id: place.channelId,
          initial_comment: closingText(view, words),
          ...(place.threadTs === null ? {} : { thread_ts: place.threadTs }),
        } as Parameters<typeof client.files.completeUploadExternal>[0]),
      );
    },

    async isShared(fileId, channelId) {
      try {
        const file = await files.describe(fileId);
        return file.shares.some((share) => share.channelId === channelId);
      } catch (error) {
        // A file whose sharing did not arrive is found nowhere.
        if (error instanceof UserError) return false;
        throw error;
      }
    },

    async postClosing(view, place, key) {
      return post(slack, place, { ...closingMessage(view), metadata: metadataOf(key) });
    },

    async postFirstRows(view, place, key, rows) {
      const classic = firstRowsMessage(view, rows, true);
      return postOrClassic(slack, place, { ...firstRowsMessage(view, rows, false), classic }, key);
    },

    async postDigest(usage, place, key) {
      return postOrClassic(slack, place, digestMessage(usage), key);
    },

    async shareFile({ channelId }, { fileId, name }, comment) {
      await slack.call(false, (client) =>
        client.files.completeUploadExternal({
          files: [{ id: fileId, title: name }],
          channel_id: channelId,
          initial_comment: plain(comment),
        } as Parameters<typeof client.files.completeUploadExternal>[0]),
      );
    },

    async postTrial(view, place, key, rows) {
      return post(slack, place, { ...trialMessage(view, rows), metadata: metadataOf(key) });
    },

    async postElsewhere(view, place, key) {
      return post(slack, place, { ...elsewhereMessage(view), metadata: metadataOf(key) });
    },

    async postDecision(view, place, key, approval) {
      return post(slack, place, { ...decisionMessage(view, approval), metadata: metadataOf(key) });
    },

    async postNotice(view, place, key, card) {
      const notice = noticeMessage(view, card === null ? null : cardUrl(workspaceUrl, card));
      return post(slack, place, { ...notice, metadata: metadataOf(key) });
    },

    async postBudgetWarning(standing, place, key) {
      return post(slack, place, { ...budgetWarning(standing), metadata: metadataOf(key) });
    },

    async postScheduleWord(view, place, key, words) {
      return post(slack, place, { ...scheduleMessage(view, words), metadata: metadataOf(key) });
    },

    async publishHome(userId, home) {
      const view = homeView(home, (card) => cardUrl(workspaceUrl, card));
      await slack.call(true, (client) => client.views.publish({ user_id: userId, view }));
    },

    async removeFile(fileId) {
      await slack.call(true, (client) => client.files.delete({ file: fileId }));
    },

    async removeMessage({ channelId }, ts) {
      await slack.call(true, (client) => client.chat.delete({ channel: channelId, ts }));
    },

    async react({ channelId, ts }, name) {
      await ignoreRefusal(
        slack.call(true, (client) => client.reactions.add({ channel: channelId, timestamp: ts, name })),
      );
    },

    async unreact({ channelId, ts }, name) {
      await ignoreRefusal(
        slack.call(true, (client) => client.reactions.remove({ channel: channelId, timestamp: ts, name })),
      );
    },

    async tell(place, userId, error) {
      await postEphemeral(slack, place, userId, errorReply(error));
    },

    async offer(place, userId, file) {
      await postEphemeral(slack, place, userId, offer(file));
    },
  };
}

/** @returns the address of a message, as Slack's clients open it */
function cardUrl(workspaceUrl: string, { channelId, ts }: CardPlace): string {
  return `${workspaceUrl}archives/${channelId}/p${ts.replace('.', '')}`;
}

type Message = ReturnType<typeof jobCard>;

async function post(
  slack: SlackCaller,
  place: { channelId: string; threadTs: string | null },
  message: Message & { metadata: PostMetadata },
) {
  const answer = await slack.call(false, (client) =>
    client.chat.postMessage({
      channel: place.channelId,
      ...message,
      ...QUIET,
      ...(place.threadTs === null ? {} : { thread_ts: place.threadTs }),
    }),
  );
  if (!answer.ts) throw new ServiceError('slack', 'unknown', 'no-ts', 'Slack named no message.');
  return { ts: answer.ts };
}

/** Slack looks at the blocks before it posts anything: what it refuses for them is posted once, without them. */
async function postOrClassic(
  slack: SlackCaller,
  place: { channelId: string; threadTs: string | null },
  { classic, ...whole }: Message & { classic: Message },
  key: string,
) {
  const metadata = metadataOf(key);
  return post(slack, place, { ...whole, metadata }).catch((error: unknown) => {
    if (!isRefusalOfBlocks(error)) throw error;
    return post(slack, place, { ...classic, metadata });
  });
}

async function postEphemeral(
  slack: SlackCaller,
  place: { channelId: string; threadTs: string | null },
  userId: string,
  message: Message,
) {
  await slack.call(false, (client) =>
    client.chat.postEphemeral({
      channel: place.channelId,
      user: userId,
      text: message.text,
      blocks: message.blocks,
      ...(place.threadTs === null ? {} : { thread_ts: place.threadTs }),
    }),
  );
}

/** Slack looks at the blocks before it posts anything, so what it refuses for them stands nowhere. */
function isRefusalOfBlocks(error: unknown): boolean {
  return error instanceof ServiceError && BLOCKS_REFUSED.has(error.code);
}

function nonEmpty<T>(items: T[]): [T, ...T[]] {
  const [first, ...rest] = items;
  if (first === undefined) throw new Error('There is nothing to share.');
  return [first, ...rest];
}
