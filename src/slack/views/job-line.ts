// A job on one line of a list.
import type { Job } from '../../core/job/job.ts';
import { date, joinMrkdwn, type Mrkdwn, mrkdwn, plain } from '../mrkdwn.ts';
import { wordWithEmoji } from './parts.ts';
import { count, durationWords, EMOJI, jobTitle, outcomeWord, outcomeWords, type StateWord } from './words.ts';

const LIST_WORDS: Record<Exclude<Job['state'], 'done'>, StateWord> = {
  building: 'Reading',
  draft: 'Draft',
  'needs-approval': 'Needs approval',
  submitting: 'Submitting',
  running: 'In progress',
  canceling: 'Cancelling',
  discarded: 'Discarded',
  deleting: 'Deleted',
  deleted: 'Deleted',
  failed: 'Failed',
};

const DAY_MS = 24 * 60 * 60_000;

/** @returns how a job stands, on one line */
export function jobLine(job: Job, now: number): Mrkdwn {
  const word = job.state === 'done' ? outcomeWord(job) : LIST_WORDS[job.state];
  const shown = job.state === 'done' ? `${EMOJI[word]} ${outcomeWords(job)}` : wordWithEmoji(word);
  const requests = job.tally?.requests ?? job.report?.requests;
  const parts = [
    mrkdwn`*#${job.number}* ${shown}`,
    plain(jobTitle(job, 60)),
    ...(requests === undefined
      ? []
      : [plain(requests === 0 ? 'not ready to send' : count(requests, 'request'))]),
    now - job.createdAt < DAY_MS
      ? plain(`${durationWords(now - job.createdAt)} ago`)
      : mrkdwn`${date(job.createdAt, '{date_short_pretty}', day(job.createdAt))}`,
  ];
  return joinMrkdwn(parts, ' · ');
}

/** For clients that cannot tell a date in their own way. */
function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
