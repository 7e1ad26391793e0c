// The status card while Anthropic has the job: state, deadline and elapsed time, and no invented percentage.
import type { KnownBlock } from '@slack/types';
import { addCounts, type Batch, type RequestCounts } from '../../core/job/batch.ts';
import type { Job } from '../../core/job/job.ts';
import type { Retry } from '../../core/result/retry.ts';
import type { JobView } from '../../ports/conversation.ts';
import { code, date, inline, joinMrkdwn, type Mrkdwn, mrkdwn, plain } from '../mrkdwn.ts';
import { approvedLine } from './approval.ts';
import { atMostWords } from './at-most.ts';
import { actions, context, type Message, message, section, sections } from './blocks.ts';
import { needsHumanBlocks, needsHumanLines, undecided } from './needs-human.ts';
import { cancelButton, cardHeader, cardText, remoteIdsLine, submittedLine } from './parts.ts';
import { count, elapsedWords, etaWords, number, type StateWord } from './words.ts';

/** An answer to a create call that takes longer than this is worth a word. */
const UNSURE_AFTER_MS = 30_000;
const PARTS_SHOWN = 8;

/** Three truths: being sent, outcome unknown, or in need of a person; a message batch that is `ready` was surely not taken. */
export function submittingCard(whole: JobView): Message {
  const view = currentAttempt(whole);
  const { batches, now } = view;
  const asked = undecided(view);
  if (asked) return askingCard(view, asked);
  const isUnsure = batches.some(
    ({ state, attemptedAt, notice }) =>
      state === 'submitting' && (notice !== null || now - (attemptedAt ?? now) > UNSURE_AFTER_MS),
  );
  if (isUnsure) {
    const text =
      'It is not known yet whether Anthropic took the requests, because no answer came back. I am looking in Anthropic’s own list. Nothing is sent twice, and there is nothing you need to do.';
    return card(view, 'Checking with Anthropic', [plain(text)], actions(cancelButton(view)));
  }
  const notice = batches.find((batch) => batch.state === 'ready' && batch.notice !== null)?.notice;
  const { sent } = batchesEnded(view);
  if (sent > 0) {
    const rest = batches.filter(({ state }) => state === 'ready' || state === 'submitting').length;
    const waiting = plain(
      `${sent} of ${batches.length} message batches are with Anthropic; ${rest} more follow by themselves.`,
    );
    const why = notice ? [mrkdwn`${inline(notice, 600)}`] : [];
    return card(view, 'In progress', [waiting, ...why, ...progressLines(view)], actions(cancelButton(view)));
  }
  return card(
    view,
    'Submitting',
    [mrkdwn`${inline(notice ?? 'Submitting… The requests are being sent to Anthropic.', 600)}`],
    actions(cancelButton(view)),
  );
}

function askingCard(view: JobView, batch: Batch): Message {
  return card(view, 'Needs a human', needsHumanLines(batch), ...needsHumanBlocks(view, batch));
}

export function runningCard(whole: JobView): Message {
  const view = currentAttempt(whole);
  return card(view, 'In progress', progressLines(view), actions(cancelButton(view)));
}

export function cancelingCard(whole: JobView): Message {
  const view = currentAttempt(whole);
  const asked = undecided(view);
  if (asked) return askingCard(view, asked);
  const isSent = view.batches.some(({ state }) => state !== 'ready' && state !== 'refused');
  if (!isSent) {
    const text = 'Nothing of it was sent yet, and nothing will be. It is as it was before in a moment.';
    return card(view, 'Cancelling', [plain(text)]);
  }
  const text =
    'Anthropic was asked to stop. Requests that are already answered, or are being answered, are still billed; their results come to this thread.';
  return card(view, 'Cancelling', [plain(text), ...progressLines(view)]);
}

function card(view: JobView, word: StateWord, lines: Mrkdwn[], ...more: KnownBlock[]): Message {
  const ids = remoteIdsLine(view);
  const { job } = view;
  return message(cardText(view, word, textRest(view)), [
    cardHeader(view, word),
    ...(job.notice === null ? [] : [section(mrkdwn`⚠️ ${inline(job.notice, 1000)}`)]),
    ...sections([requestsLine(view), ...lines]),
    context(...[submittedLine(view), approvedLine(job), ids].filter((part) => part !== '')),
    ...more,
  ]);
}

function textRest(view: JobView): string {
  const { ended, sent } = batchesEnded(view);
  const batches = sent > 1 ? ` ${ended} of ${count(sent, 'message batch', 'message batches')} ended.` : '';
  return `${count(requestsOf(view), 'request')}.${batches}`;
}

function requestsOf({ job, batches }: JobView): number {
  const planned = underWay(job)?.requests ?? job.report?.requests;
  return planned ?? batches.reduce((sum, batch) => sum + batch.requests, 0);
}

/** What is under way is told of the message batches that are. */
function currentAttempt(view: JobView): JobView {
  return { ...view, batches: view.batches.filter(({ attempt }) => attempt === view.job.attempt) };
}

/** The retry under way, when the job is at its second attempt or later. */
function underWay({ attempt, retry }: Job): Retry | null {
  return attempt > 1 && retry?.attempt === attempt ? retry : null;
}

/** How many requests go where, in which parts, for how much at most. */
function requestsLine(view: JobView): Mrkdwn {
  const { job, batches } = view;
  const parts = [mrkdwn`*${count(requestsOf(view), 'request')}*`];
  if (job.kind === 'file' && !job.report?.readyMade)
    parts[0] = mrkdwn`*${count(requestsOf(view), 'request')}* to ${code(underWay(job)?.overrides.model ?? job.settings.model, 60)}`;
  if (underWay(job))
    parts.push(
      plain(
        `retried, attempt ${job.attempt}${(job.tally?.requests ?? 0) > requestsOf(view) ? '; all other results stay' : ''}`,
      ),
    );
  if (batches.length > 1) {
    const sizes = batches.slice(0, PARTS_SHOWN).map(({ requests }) => number(requests));
    const more = batches.length > PARTS_SHOWN ? ' + …' : '';
    parts.push(plain(`${batches.length} message batches (${sizes.join(' + ')}${more})`));
  }
  const duplicates = underWay(job) === null ? (job.report?.duplicates?.rows ?? 0) : 0;
  if (duplicates > 0)
    parts.push(plain(`their answers stand in ${number(requestsOf(view) + duplicates)} rows`));
  const estimate = (underWay(job) ?? job.report)?.estimate;
  if (estimate) parts.push(plain(atMostWords(estimate)));
  return joinMrkdwn(parts, ' · ');
}

/** Parts that wait or were refused are no message batches: they never end. */
function batchesEnded({ batches }: JobView): { ended: number; sent: number } {
  const sent = batches.filter(({ remoteId }) => remoteId !== null);
  return {
    ended: sent.filter(({ state }) => state !== 'running').length,
    sent: sent.length,
  };
}

function progressLines(view: JobView): Mrkdwn[] {
  const { job, batches, now, eta } = view;
  const parts = [mrkdwn`Running for ${elapsedWords(now - (job.submittedAt ?? job.createdAt))}.`];
  if (eta !== null) parts.push(plain(`${etaWords(eta)}.`));
  const deadline = Math.max(0, ...batches.map(({ expiresAt }) => expiresAt ?? 0));
  if (deadline > 0)
    parts.push(
      mrkdwn`Anthropic has until ${date(deadline)}, and usually needs much less; what is not answered by then is not billed.`,
    );
  const { ended, sent } = batchesEnded(view);
  if (sent > 1) parts.push(mrkdwn`${ended} of ${sent} message batches ended.`);
  if (sent > 1 && ended > 0 && ended < sent)
    parts.push(mrkdwn`/batch results #${job.number} gives what has come so far.`);
  const counted = countsLine(batches);
  if (counted !== null) parts.push(counted);
  const notices = batches.flatMap(({ notice }) => (notice === null ? [] : [inline(notice, 600)]));
  return [
    joinMrkdwn(parts, ' '),
    ...[...new Set(notices)].slice(0, PARTS_SHOWN).map((notice) => mrkdwn`⚠️ ${notice}`),
  ];
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
  const parts: [number, string][] = [
    [sum.succeeded, 'succeeded'],
    [sum.errored, 'failed'],
    [sum.expired, 'expired'],
    [sum.canceled, 'cancelled'],
  ];
  const shown = parts.filter(([n]) => n > 0).map(([n, word]) => `${number(n)} ${word}`);
  return plain(`${count(finished, 'request')} ended: ${shown.join(' · ')}.`);
}
