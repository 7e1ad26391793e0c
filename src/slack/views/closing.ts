// The closing message: mentions its person once, says what came of the job, and carries the files.
import type { Job } from '../../core/job.ts';
import type { ShareWords } from '../../ports/conversation.ts';
import { ACTIONS, encodeJobRef } from '../ids.ts';
import { clipMrkdwn, LIMITS } from '../limits.ts';
import { type Mrkdwn, mention, mrkdwn } from '../mrkdwn.ts';
import { actions, button, type Message, message, section } from './blocks.ts';
import { costWords } from './done-card.ts';
import { EMOJI, jobTitle, outcomeWord, tallyWords } from './words.ts';

/** @returns the comment that is posted with the files */
export function closingText(job: Job, words: ShareWords): Mrkdwn {
  const text = words === 'closing' ? summary(job) : mrkdwn`Results of job #${job.number} (${jobTitle(job)}).`;
  return clipMrkdwn(text, LIMITS.sectionText);
}

/** @returns the closing message for when the files cannot be attached */
export function closingMessage(job: Job): Message {
  const text = mrkdwn`The results files could not be attached. They are kept: press the button, or type /batch results #${job.number}.`;
  const again = button({
    label: 'Send the files again',
    action: ACTIONS.sendFilesAgain,
    value: encodeJobRef({ jobId: job.id, revision: job.revision }),
  });
  return message(summary(job), [section(summary(job)), section(text), actions(again)]);
}

function summary(job: Job): Mrkdwn {
  const person = mention(job.submittedBy ?? job.ownerId);
  const { tally } = job;
  if (tally === null) return mrkdwn`${person} Job #${job.number} (${jobTitle(job)}) has ended.`;
  const word = outcomeWord(tally);
  const outcome = mrkdwn`${person} ${EMOJI[word]} Job #${job.number} (${jobTitle(job)}): *${word}*. ${tallyWords(tally)}. ${costWords(tally)}`;
  return outcome;
}
