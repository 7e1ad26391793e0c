// The status card while Anthropic has the job: state, deadline and elapsed time, and no invented percentage.
import { addCounts, type Batch, type RequestCounts } from '../../core/batch.ts';
import type { JobView } from '../../ports/conversation.ts';
import { date, include, join, type Mrkdwn, mrkdwn, plain } from '../mrkdwn.ts';
import { actions, context, type Message, message, section } from './blocks.ts';
import { cancelButton, cardHeader, cardText, remoteIdsLine, submittedLine } from './parts.ts';
import { count, elapsedWords, type StateWord } from './words.ts';

/** An answer to a create call that takes longer than this is worth a word. */
const UNSURE_AFTER_MS = 30_000;

export function submittingCard(view: JobView): Message {
  const { batches, now } = view;
  const needsHuman = batches.find(({ state }) => state === 'needs-human');
  if (needsHuman) {
    const text = `It is not certain what became of the submission, so nothing more is sent. ${needsHuman.notice ?? ''} Ask the operator of this bot to look.`;
    return card(view, 'Needs a human', plain(text));
  }
  const unsure = batches.find(
    ({ state, attemptedAt }) => state === 'submitting' && now - (attemptedAt ?? now) > UNSURE_AFTER_MS,
  );
  if (unsure) {
    return card(
      view,
      'Checking with Anthropic',
      plain(
        'The submission was sent, but no answer came back. I am looking in Anthropic’s list whether it arrived. Nothing is sent twice, and there is nothing to do for you.',
      ),
    );
  }
  const notice = batches.find((batch) => batch.state === 'ready' && batch.notice !== null)?.notice;
  return card(view, 'Submitting', plain(notice ?? 'The requests are being sent to Anthropic.'));
}

export function runningCard(view: JobView): Message {
  return card(view, 'In progress', progress(view), actions(cancelButton(view)));
}

export function cancelingCard(view: JobView): Message {
  const text =
    'Anthropic was asked to stop. Requests that are already answered are billed, and their results come to this thread.';
  return card(view, 'Cancelling', join([plain(text), progress(view)], '\n'));
}

function card(view: JobView, word: StateWord, text: Mrkdwn, ...more: Parameters<typeof message>[1]): Message {
  const requests = count(requestsOf(view), 'request');
  const ids = remoteIdsLine(view);
  return message(cardText(view, word, `${requests}.`), [
    cardHeader(view, word),
    ...(view.job.notice === null ? [] : [section(mrkdwn`⚠️ ${view.job.notice}`)]),
    section(
      join(
        [
          mrkdwn`*${requests}* to \`${view.job.kind === 'watched' ? 'Anthropic' : view.job.settings.model}\``,
          text,
        ],
        '\n',
      ),
    ),
    context(submittedLine(view), ...(ids === '' ? [] : [ids])),
    ...more,
  ]);
}

function requestsOf({ job, batches }: JobView): number {
  return job.report?.requests ?? batches.reduce((sum, batch) => sum + batch.requests, 0);
}

function progress({ job, batches, now }: JobView): Mrkdwn {
  const started = job.submittedAt ?? job.createdAt;
  const deadline = Math.max(...batches.map(({ expiresAt }) => expiresAt ?? 0));
  const lines = [mrkdwn`Running for ${elapsedWords(now - started)}.`];
  if (deadline > 0)
    lines.push(mrkdwn`Anthropic finishes it by ${date(deadline)} at the latest, usually much earlier.`);
  const ended = batches.filter(({ state }) => state === 'ended' || state === 'collected').length;
  if (batches.length > 1) lines.push(mrkdwn`${ended} of ${batches.length} message batches have ended.`);
  const counted = countsLine(batches);
  if (counted !== null) lines.push(counted);
  const notices = batches.flatMap(({ notice }) => (notice === null ? [] : [mrkdwn`⚠️ ${notice}`]));
  return join([join(lines, ' '), ...notices], '\n');
}

/** Counts stay at zero until a message batch ends; before that there is nothing true to tell. */
function countsLine(batches: readonly Batch[]): Mrkdwn | null {
  const zero: RequestCounts = { processing: 0, succeeded: 0, errored: 0, canceled: 0, expired: 0 };
  const sum = batches.reduce(
    (total, { counts }) => (counts === null ? total : addCounts(total, counts)),
    zero,
  );
  const finished = sum.succeeded + sum.errored + sum.canceled + sum.expired;
  if (finished === 0) return null;
  const parts = [mrkdwn`${finished.toLocaleString('en-US')} requests have ended`];
  if (sum.errored > 0) parts.push(mrkdwn`${sum.errored.toLocaleString('en-US')} of them failed`);
  return mrkdwn`${include(join(parts, ', '))}.`;
}
