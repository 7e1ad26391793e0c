// What can be done about the rows of an ended job that have no whole answer.
import type { Button } from '@slack/types';
import { hasFailedRows, type Job } from '../../core/job/job.ts';
import type { Retry } from '../../core/result/retry.ts';
import { ACTIONS, encodeJobRef } from '../ids.ts';
import { inline, mrkdwn } from '../mrkdwn.ts';
import { atMostWords } from './at-most.ts';
import { actions, button, type Message, message, section } from './blocks.ts';
import { count, number } from './words.ts';

/** What a model does by itself. */
const OWN = 'standard';

/** @returns the buttons of a done card; none when there is nothing to retry */
export function retryButtons(job: Job): Button[] {
  const { retry } = job;
  const isOffered =
    retry !== null && retry.attempt > job.attempt && retry.requests > 0 && retry.estimate !== null;
  const failed = button({
    label: 'Failed rows',
    action: ACTIONS.failedRows,
    value: encodeJobRef({ jobId: job.id, revision: job.revision }),
  });
  return [...(isOffered ? [retryButton(job, retry)] : []), ...(hasFailedRows(job) ? [failed] : [])];
}

/** @returns the answer to /batch retry: what would be sent, for how much at most, and the button that sends it */
export function retryReply(job: Job): Message {
  const { retry } = job;
  if (retry === null) throw new Error('A job without an offer has no reply about it.');
  const text = mrkdwn`Job #${job.number}: ${count(retry.rows, 'row')} would be sent again${onceWords(retry)}${differently(retry)}, ${priceWords(retry)}. The results are merged into the same files. Nothing is sent before somebody presses the button.`;
  return message(text, [section(text), actions(retryButton(job, retry))]);
}

function retryButton(job: Job, retry: Retry): Button {
  return button({
    label: `Retry ${number(retry.rows)} ${kindWord(retry, job)} · ${priceWords(retry)}`,
    action: ACTIONS.retry,
    value: encodeJobRef({ jobId: job.id, revision: job.revision }),
    style: 'primary',
    confirm: {
      title: `Retry ${count(retry.rows, 'row')}?`,
      text: `Only these rows of job #${job.number} are sent again${onceWords(retry)}${differently(retry)}, ${priceWords(retry)}. Their results are merged into the same files.`,
      yes: 'Send them',
      no: 'Not now',
    },
  });
}

function priceWords({ estimate }: Retry): string {
  return estimate === null ? 'at a price that is not known' : atMostWords(estimate);
}

function kindWord({ only }: Retry, { tally }: Job): string {
  if (only === null && tally !== null && tally.misfit > 0)
    return tally.succeeded === tally.requests ? 'misfit' : 'failed or misfit';
  if (only === null || only === 'errored') return 'failed';
  return only === 'all' ? 'open' : only === 'cut-off' ? 'cut off' : only;
}

function onceWords({ requests, rows }: Retry): string {
  return requests === rows ? '' : ` as ${count(requests, 'request')}, because some give the same one,`;
}

function differently({ overrides: { model, maxTokens, effort, thinking } }: Retry): string {
  const parts = [
    ...(model === null ? [] : [`to ${inline(model)}`]),
    ...(maxTokens === null ? [] : [`with at most ${number(maxTokens)} tokens per answer`]),
    ...(effort === undefined ? [] : [`with effort ${effort ?? OWN}`]),
    ...(thinking === undefined ? [] : [`with thinking ${thinking ?? OWN}`]),
  ];
  return parts.length === 0 ? '' : ` ${parts.join(', ')}`;
}
