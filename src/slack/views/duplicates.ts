// Rows that give the same request, in words: what is sent for them, and what that saves.
import type { DraftReport, Job } from '../../core/job/job.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import { type Mrkdwn, mrkdwn, plain } from '../mrkdwn.ts';
import { count, number } from './words.ts';

/** @returns what a draft says about its duplicates; nothing when it has none */
export function duplicatesLine({ duplicates, requests }: DraftReport): Mrkdwn {
  if (duplicates === null) return mrkdwn``;
  const { rows, savesMicros } = duplicates;
  const saves = savesMicros === null ? '' : `: saves up to ${formatDollars(savesMicros)}`;
  const off = 'press Edit and untick “Send duplicates once”.';
  if (requests === 1)
    return mrkdwn`♻️ *All ${number(rows + 1)} rows give the same request*, so it is sent once and its answer stands in every row${saves}. If you want a new answer for each row, ${off}`;
  return mrkdwn`♻️ *${count(rows, 'duplicate is', 'duplicates are')} sent once*${saves}. A row with the same request as an earlier one gets that one’s answer; to send them all, ${off}`;
}

/** @returns of how many requests a tally tells; with duplicates, of how many rows */
export function tallyOf({ report, tally }: Pick<Job, 'report' | 'tally'>): Mrkdwn {
  const rows = tally?.requests ?? 0;
  return report === null || report.duplicates === null
    ? plain(count(rows, 'request'))
    : plain(`${count(rows, 'row')}, sent as ${count(report.requests, 'request')}`);
}
