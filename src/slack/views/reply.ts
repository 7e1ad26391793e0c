// Replies that only one person sees.
import { type RemoteBatch, totalRequests } from '../../core/batch.ts';
import type { UserError } from '../../core/errors.ts';
import type { Job } from '../../core/job.ts';
import type { JobView } from '../../ports/conversation.ts';
import { clip } from '../limits.ts';
import { date, join, type Mrkdwn, mention, mrkdwn, plain } from '../mrkdwn.ts';
import { context, type Message, message, section } from './blocks.ts';
import { jobCard } from './job-card.ts';
import { wordWithEmoji } from './parts.ts';
import { count, elapsedWords, jobTitle, outcomeWord, type StateWord } from './words.ts';

export type Reply = Message;

/** @returns what happened and why, then what to do next */
export function errorReply(error: Pick<UserError, 'message' | 'next' | 'byUserId'>): Reply {
  const by = error.byUserId === null ? mrkdwn`` : mrkdwn` By ${mention(error.byUserId)}.`;
  const text = join([join([plain(clip(error.message, 1500)), by], ''), plain(clip(error.next, 1000))], '\n');
  return message(text, [section(text)]);
}

/** @returns one or two sentences of ours */
export function textReply(text: string): Reply {
  return message(plain(text), [section(plain(text))]);
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
  const head = mrkdwn`\`${remote.id}\` · *${REMOTE_WORDS[remote.status]}* · ${count(totalRequests(counts), 'request')}`;
  const ended = mrkdwn`${counts.succeeded} succeeded · ${counts.errored} failed · ${counts.expired} expired · ${counts.canceled} cancelled`;
  const running = mrkdwn`Running for ${elapsedWords(now - remote.createdAt)}; Anthropic finishes it by ${date(remote.expiresAt)} at the latest.`;
  const next = mrkdwn`/batch watch ${remote.id} gives it a live card here, with the results in its thread.`;
  const text = join([head, remote.status === 'ended' ? ended : running], '\n');
  return message(text, [section(text), context(next)]);
}

const LIST_WORDS: Record<Exclude<Job['state'], 'done'>, StateWord> = {
  building: 'Reading',
  draft: 'Draft',
  submitting: 'Submitting',
  running: 'In progress',
  canceling: 'Cancelling',
  discarded: 'Discarded',
  failed: 'Failed',
};

/** @returns jobs in the order given, a line each */
export function listReply(jobs: readonly Job[], now: number): Reply {
  if (jobs.length === 0)
    return textReply(
      'There are no jobs here yet. Drop a CSV, text or JSONL file and mention me, with what Claude should do with each row.',
    );
  const head = mrkdwn`*Jobs of this conversation and your own, newest first*`;
  const text = join([head, ...jobs.map((job) => listLine(job, now))], '\n');
  return message(text, [section(text)]);
}

function listLine(job: Job, now: number): Mrkdwn {
  const word =
    job.state === 'done' ? (job.tally === null ? 'Done' : outcomeWord(job.tally)) : LIST_WORDS[job.state];
  const requests = job.tally?.requests ?? job.report?.requests;
  const parts = [
    mrkdwn`*#${job.number}* ${wordWithEmoji(word)}`,
    plain(clip(jobTitle(job), 60)),
    ...(requests === undefined ? [] : [plain(count(requests, 'request'))]),
    plain(`${elapsedWords(now - job.createdAt)} ago`),
    mrkdwn`${mention(job.ownerId)}`,
  ];
  return join(parts, ' · ');
}
