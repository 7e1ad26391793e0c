// Replies that only one person sees.

import type { UserError } from '../../core/errors.ts';
import { type RemoteBatch, totalRequests } from '../../core/job/batch.ts';
import type { Job } from '../../core/job/job.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import type { JobView } from '../../ports/conversation.ts';
import { clip } from '../limits.ts';
import {
  channelLink,
  code,
  date,
  include,
  inline,
  joinMrkdwn,
  mention,
  mentionAny,
  mrkdwn,
  plain,
} from '../mrkdwn.ts';
import { ACCEPTED_FILES } from './accepted-files.ts';
import { toolsWords } from './at-most.ts';
import { context, type Message, message, section, sections } from './blocks.ts';
import { jobCard } from './job-card.ts';
import { jobLine } from './job-line.ts';
import { count, elapsedWords } from './words.ts';

export interface Reply extends Message {
  /** The same without blocks that not every workspace takes. */
  classic?: Message;
}

/** What a reply needs of a UserError. */
type Explained = Pick<UserError, 'message' | 'next'> & {
  byUserId?: string | null;
  whoMay?: readonly string[] | null;
  errorId?: string;
};

/** @returns what happened and why, then what to do next, and the code under which the log has it */
export function errorReply({ message: what, next, byUserId, whoMay, errorId }: Explained): Reply {
  const by = byUserId ? mrkdwn` By ${mention(byUserId)}.` : mrkdwn``;
  const lines = [
    joinMrkdwn([plain(clip(what, 1500)), by], ''),
    whoMay
      ? mrkdwn`Who may: ${include(
          joinMrkdwn(
            whoMay.map((id) => mrkdwn`${mentionAny(id)}`),
            ', ',
          ),
        )}`
      : mrkdwn``,
    plain(clip(next, 1000)),
    errorId === undefined ? mrkdwn`` : mrkdwn`Error code: ${code(errorId)}`,
  ];
  return message(joinMrkdwn(lines, '\n'), sections(lines));
}

/** @returns one or two sentences of ours */
export function textReply(text: string): Reply {
  return message(plain(text), [section(plain(text))]);
}

/** @returns that rows of a draft are being answered, and for how much */
export function tryingReply({
  job,
  rows,
  highMicros,
}: {
  job: Job;
  rows: number;
  highMicros: number;
}): Reply {
  return textReply(
    `Claude is answering ${count(rows, 'row')} of draft #${job.number}, for ${formatDollars(highMicros)} at most${toolsWords(job.report?.estimate ?? {})}. The answers come to its thread.`,
  );
}

/** @returns where the drafts of a window are made */
export function draftsReply(jobs: readonly Job[], channelId: string): Reply {
  const numbers = jobs.map(({ number }) => `#${number}`).join(', ');
  const where = channelId.startsWith('D')
    ? 'in our direct message'
    : include(mrkdwn`in ${channelLink(channelId)}`);
  const text = mrkdwn`${jobs.length === 1 ? 'Draft' : 'Drafts'} ${numbers} ${jobs.length === 1 ? 'is' : 'are'} being made ${where}. Look at the preview and the price there; nothing is sent before somebody presses Submit.`;
  return message(text, [section(text)]);
}

/** @returns that a job waits for somebody else */
export function askedReply({ number }: Job): Reply {
  return textReply(
    `Job #${number} costs more than may be sent here without approval, so nothing was sent yet. Its card says who may approve it.`,
  );
}

/** @returns a job as its card shows it, without buttons */
export function statusReply(view: JobView): Reply {
  const card = jobCard(view);
  return { text: card.text, blocks: card.blocks.filter((block) => block.type !== 'actions') };
}

const REMOTE_WORDS: Record<RemoteBatch['status'], string> = {
  in_progress: 'In progress',
  canceling: 'Cancelling',
  ended: 'Ended',
};

/** @returns a message batch that is no job of ours */
export function remoteReply(remote: RemoteBatch, now: number): Reply {
  const { counts } = remote;
  const head = mrkdwn`${code(remote.id)} · *${REMOTE_WORDS[remote.status]}* · ${count(totalRequests(counts), 'request')}`;
  const ended = mrkdwn`${counts.succeeded} succeeded · ${counts.errored} failed · ${counts.expired} expired · ${counts.canceled} cancelled`;
  const running = mrkdwn`Running for ${elapsedWords(now - remote.createdAt)}; Anthropic has until ${date(remote.expiresAt)}.`;
  const next = mrkdwn`/batch watch ${inline(remote.id)} gives it a live card here, with the results in its thread.`;
  const text = joinMrkdwn([head, remote.status === 'ended' ? ended : running], '\n');
  return message(text, [section(text), context(next)]);
}

/** As many as fit on a screen. */
const LISTED = 20;

/** @returns the newest jobs, a line each */
export function listReply(jobs: readonly Job[], now: number): Reply {
  if (jobs.length === 0)
    return textReply(
      `There are no jobs here yet. Drop ${ACCEPTED_FILES}, and mention me, with what Claude should do with each.`,
    );
  const newest = [...jobs].sort((a, b) => b.createdAt - a.createdAt || b.number - a.number);
  const rest = jobs.length - LISTED;
  const lines = [
    mrkdwn`*Jobs of this conversation and your own, newest first*`,
    ...newest.slice(0, LISTED).map((job) => mrkdwn`${include(jobLine(job, now))} · ${mention(job.ownerId)}`),
    ...(rest > 0 ? [mrkdwn`… and ${count(rest, 'older job')}`] : []),
  ];
  return message(joinMrkdwn(lines, '\n'), sections(lines));
}
