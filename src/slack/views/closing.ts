// The closing message: mentions its person once, says what came of the job, and carries the files.
import type { Job } from '../../core/job.ts';
import type { ShareWords } from '../../ports/conversation.ts';
import { ACTIONS, encodeJobRef } from '../ids.ts';
import { clipMrkdwn, LIMITS } from '../limits.ts';
import { include, joinMrkdwn, type Mrkdwn, mention, mrkdwn, plain, unlinked } from '../mrkdwn.ts';
import { actions, button, type Message, message, section } from './blocks.ts';
import { costWords } from './done-card.ts';
import { EMOJI, jobTitle, outcomeWord, outcomeWords, tallyWords } from './words.ts';

/**
 * The comment that is posted with the files; Slack takes no blocks there, only mrkdwn.
 * @param words 'closing' mentions the submitter once; 'asked' mentions nobody
 */
export function closingText(job: Job, words: ShareWords = 'closing'): Mrkdwn {
  const title = mrkdwn`Results of job #${job.number} (${unlinked(jobTitle(job))})`;
  const text =
    words === 'closing'
      ? joinMrkdwn([summary(job), filesLine(job)], '\n')
      : joinMrkdwn([mrkdwn`${include(title)}.`, filesLine(job)], ' ');
  return clipMrkdwn(text, LIMITS.sectionText);
}

/** @returns the closing message for when the files could not be attached */
export function closingMessage(job: Job): Message {
  const text = mrkdwn`The results files could not be attached to this thread. Nothing is lost: press the button, or type /batch results #${job.number}.`;
  const again = button({
    label: 'Send the files again',
    action: ACTIONS.sendFilesAgain,
    value: encodeJobRef({ jobId: job.id, revision: job.revision }),
  });
  return message(summary(job), [section(summary(job)), section(text), actions(again)]);
}

function summary(job: Job): Mrkdwn {
  const person = mention(job.submittedBy ?? job.ownerId);
  const name = unlinked(jobTitle(job));
  const head = mrkdwn`${person} ${EMOJI[outcomeWord(job)]} Job #${job.number} (${name}): *${outcomeWords(job)}*.`;
  if (job.tally === null) return head;
  return joinMrkdwn([head, plain(`${tallyWords(job.tally)}. ${costWords(job.tally)}`)], ' ');
}

function filesLine(job: Job): Mrkdwn {
  return job.kind === 'watched'
    ? plain('The files hold one line per request: custom_id, status, response, tokens, cost and error.')
    : plain(
        'The files hold your rows in their order, each with its custom_id, status, response, tokens, cost and error.',
      );
}
