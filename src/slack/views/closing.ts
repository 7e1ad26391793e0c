// The closing message: mentions its person once, says what came of the job, and carries the files.
import { answerFieldsOf, type Job } from '../../core/job/job.ts';
import { callsPerson } from '../../core/people/preference.ts';
import type { JobView, ShareWords } from '../../ports/conversation.ts';
import { ACTIONS, encodeJobRef } from '../ids.ts';
import { clipMrkdwn, LIMITS } from '../limits.ts';
import { include, joinMrkdwn, link, type Mrkdwn, mention, mrkdwn, plain, unlinked } from '../mrkdwn.ts';
import { actions, button, context, type Message, message, section } from './blocks.ts';
import { costWords } from './done-card.ts';
import { count, EMOJI, jobTitle, outcomeWord, outcomeWords, tallyWords } from './words.ts';

/**
 * The comment that is posted with the files; Slack takes no blocks there, only mrkdwn.
 * @param words 'closing' mentions the submitter once; 'asked' mentions nobody
 */
export function closingText(view: JobView, words: ShareWords = 'closing'): Mrkdwn {
  return clipMrkdwn(textFor(view, words), LIMITS.sectionText);
}

function textFor(view: JobView, words: ShareWords): Mrkdwn {
  const { job } = view;
  const title = mrkdwn`job #${job.number} (${unlinked(jobTitle(job))})`;
  switch (words) {
    case 'closing':
      return joinMrkdwn([summary(view), filesLine(job)], '\n');
    case 'asked':
      return joinMrkdwn([mrkdwn`Results of ${include(title)}.`, filesLine(job)], ' ');
    case 'partial':
      return mrkdwn`*Partial* results of ${include(title)}: ${partWords(view)} The whole files come when the job has ended.`;
    case 'failed':
      if (job.report?.format === 'documents')
        return mrkdwn`The failed files of ${include(title)}: those without a whole answer, each with what to fix. Mend them and drop them again: they become a job of their own.`;
      return mrkdwn`The failed rows of ${include(title)}: those without a whole answer, each with what to fix. Mend them, drop the file again, and they become a job of their own.`;
  }
}

function partWords({ batches }: JobView): string {
  const isIn = batches.filter(({ state }) => state === 'collected');
  const rows = isIn.reduce((sum, { requests }) => sum + requests, 0);
  return `${isIn.length} of ${count(batches.length, 'message batch', 'message batches')} ended, with ${count(rows, 'request')}.`;
}

type ClosingView = Pick<JobView, 'job' | 'notify'>;

/** @returns the end of a job for its person alone, with the way to its card. @param cardUrl null: it is not known where that stands */
export function noticeMessage(view: ClosingView, cardUrl: string | null): Message {
  const where = cardUrl === null ? '' : include(mrkdwn` ${link(cardUrl, 'Open its card')}.`);
  const text = mrkdwn`${include(summary({ ...view, notify: 'never' }))}${where}`;
  return message(text, [section(text), context(plain(NOTICE))]);
}

const NOTICE = 'You chose to hear of ends here: /batch settings --notify mention|failures|direct|never.';

/** @returns the closing message for when the files could not be attached */
export function closingMessage(view: ClosingView): Message {
  return withButton(
    view,
    mrkdwn`The results files could not be attached to this thread. Nothing is lost: press the button, or type /batch results #${view.job.number}.`,
    'Send the files again',
  );
}

/** @returns the closing message to its person alone, for when the job's conversation cannot be reached */
export function elsewhereMessage(view: ClosingView): Message {
  return withButton(
    view,
    mrkdwn`I can no longer post where this job was started: I am not a member there, or it was archived or deleted. Nothing is lost: press the button, or type /batch results #${view.job.number} here, and the files come here.`,
    'Send the files here',
  );
}

function withButton(view: ClosingView, text: Mrkdwn, label: string): Message {
  const { job } = view;
  const again = button({
    label,
    action: ACTIONS.sendFilesAgain,
    value: encodeJobRef({ jobId: job.id, revision: job.revision }),
  });
  return message(summary(view), [section(summary(view)), section(text), actions(again)]);
}

/** Calls its person, unless they chose otherwise. */
function summary({ job, notify }: ClosingView): Mrkdwn {
  const isCalled = callsPerson(notify, outcomeWord(job) === 'Done');
  const person = isCalled ? include(mrkdwn`${mention(job.submittedBy ?? job.ownerId)} `) : '';
  const name = unlinked(jobTitle(job));
  const head = mrkdwn`${person}${EMOJI[outcomeWord(job)]} Job #${job.number} (${name}): *${outcomeWords(job)}*.`;
  if (job.tally === null) return head;
  const why = outcomeWord(job) === 'Done' ? '' : ' Why, and what can be done, stands on its card.';
  return joinMrkdwn([head, plain(`${tallyWords(job.tally)}. ${costWords(job.tally)}${why}`)], ' ');
}

function filesLine(job: Job): Mrkdwn {
  return job.kind === 'watched'
    ? plain('The files hold one line per request: custom_id, status, response, tokens, cost and error.')
    : plain(
        `The files hold your rows in their order, each with Claude’s answer${answerFieldsOf(job).length === 0 ? '' : ' in columns'}, what it cost and, where it failed, why.`,
      );
}
