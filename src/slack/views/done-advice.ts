// Why requests of a done job have no whole answer, and what a person can do about each kind.
import type { Job } from '../../core/job/job.ts';
import { howToMend } from '../../core/result/mend.ts';
import { triedLimit } from '../../core/result/retry.ts';
import type { Tally } from '../../core/result/tally.ts';
import { inline, type Mrkdwn, mrkdwn } from '../mrkdwn.ts';
import { count, number } from './words.ts';

const ERRORS_SHOWN = 5;
const ERROR_CHARS = 300;

/** @returns the commonest errors with what to do, or nothing */
export function errorLines({ errors }: Tally): Mrkdwn[] {
  if (errors.length === 0) return [];
  const lines = errors.slice(0, ERRORS_SHOWN).map(({ text, count: n }) => {
    return mrkdwn`• ${number(n)} × ${inline(text, ERROR_CHARS)} → ${howToMend(text)}`;
  });
  return [mrkdwn`*Why requests failed* (failed requests are not billed):`, ...lines];
}

/** @returns what to do about answers that are cut off, refused, misfits or not there, or nothing */
export function adviceLines(tally: Tally, of: Job): Mrkdwn[] {
  const job = of.number;
  const maxTokens = triedLimit(of);
  const lines: Mrkdwn[] = [];
  if (tally.cutOff > 0)
    lines.push(
      mrkdwn`• ${count(tally.cutOff, 'answer')} cut off, mostly at the limit of ${count(maxTokens, 'token')}: retry them with a higher limit: \`/batch retry #${job} --only cut-off --max-tokens ${2 * maxTokens}\``,
    );
  if (tally.refused > 0)
    lines.push(
      mrkdwn`• ${count(tally.refused, 'request')} that Claude declined to answer: word them differently.`,
    );
  if (tally.misfit > 0)
    lines.push(
      mrkdwn`• ${count(tally.misfit, 'answer')} without the fields that were asked for, so ${tally.misfit === 1 ? 'it is a misfit' : 'they are misfits'}: retry them, or say more clearly in the prompt what the fields mean.`,
    );
  if (tally.expired > 0)
    lines.push(
      mrkdwn`• ${count(tally.expired, 'request')} not reached within 24 hours and not billed: retry them.`,
    );
  if (tally.canceled > 0)
    lines.push(
      mrkdwn`• ${count(tally.canceled, 'request')} cancelled and not billed: \`/batch retry #${job} --only all\` sends them.`,
    );
  if (tally.missing > 0)
    lines.push(mrkdwn`• ${count(tally.missing, 'request')} without a result from Anthropic: retry them.`);
  return lines;
}
