// Parts that several cards share.
import type { JobView } from '../../ports/conversation.ts';
import { ACTIONS, encodeJobRef } from '../ids.ts';
import { clip } from '../limits.ts';
import { code, date, joinMrkdwn, type Mrkdwn, mention, mrkdwn } from '../mrkdwn.ts';
import { button, header } from './blocks.ts';
import { EMOJI, jobTitle, type StateWord } from './words.ts';

/** @returns 'Submitted by @ana on …' */
export function submittedLine({ job }: JobView): Mrkdwn {
  if (job.kind === 'watched')
    return mrkdwn`Watched for ${mention(job.ownerId)}; created elsewhere on ${date(job.submittedAt ?? job.createdAt)}`;
  if (job.submittedBy === null || job.submittedAt === null) return mrkdwn`Started by ${mention(job.ownerId)}`;
  return mrkdwn`Submitted by ${mention(job.submittedBy)} on ${date(job.submittedAt)}`;
}

/** @returns the ids by which Anthropic knows the message batches */
export function remoteIdsLine({ batches }: JobView): Mrkdwn {
  const ids = batches.flatMap(({ remoteId }) => (remoteId === null ? [] : [remoteId]));
  const shown = ids.slice(0, 5).map((id) => mrkdwn`${code(id)}`);
  const more = ids.length > 5 ? [mrkdwn`and ${ids.length - 5} more`] : [];
  return joinMrkdwn([...shown, ...more], ' ');
}

export function cancelButton({ job }: JobView) {
  return button({
    label: 'Cancel',
    action: ACTIONS.cancel,
    value: encodeJobRef({ jobId: job.id, revision: job.revision }),
    style: 'danger',
    confirm: {
      title: `Cancel job #${job.number}?`,
      text: 'Requests that are already answered, or are being answered, will still be billed. Their results come to this thread.',
      yes: 'Cancel the job',
      no: 'Let it run',
    },
  });
}

/** @returns e.g. '⏳ In progress', for lists */
export function wordWithEmoji(word: StateWord): string {
  return `${EMOJI[word]} ${word}`;
}

/** @returns the first line of every card; @param shown the word with what belongs to it, e.g. 'Done with errors (7/10)' */
export function cardHeader({ job }: JobView, word: StateWord, shown: string = word) {
  const number = word === 'Draft' ? `${shown} #${job.number}` : `${shown} · #${job.number}`;
  return header(`${EMOJI[word]} ${number} · ${jobTitle(job)}`);
}

/** @returns the sentence that notifications show, and screen readers read */
export function cardText({ job }: JobView, word: string, rest: string): Mrkdwn {
  return mrkdwn`Job #${job.number} (${jobTitle(job)}): ${word}. ${clip(rest, 500)}`;
}
