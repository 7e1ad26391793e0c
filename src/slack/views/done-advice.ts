// Why requests of a done job have no whole answer, and what a person can do about each kind.
import type { Tally } from '../../core/tally.ts';
import { inline, type Mrkdwn, mrkdwn } from '../mrkdwn.ts';
import { count, number } from './words.ts';

const ERRORS_SHOWN = 5;
const ERROR_CHARS = 300;

/** Errors start with Anthropic's own type; the commonest kinds, the first that matches counts. */
const ADVICE: [RegExp, string][] = [
  [/^not_found_error: model/, 'choose another model'],
  [
    /credit balance|billing|spend limit|usage limits/i,
    'the Anthropic account needs credit; then submit these rows again',
  ],
  [
    /^(overloaded_error|api_error|rate_limit_error|timeout_error)/,
    'Anthropic’s own trouble: submit these rows again as they are',
  ],
  [/^request_too_large/, 'make these rows shorter, then submit them again'],
  [/^permission_error/, 'the Anthropic key may not do this: ask the operator of this bot'],
];
const OTHERWISE = 'change the prompt or these rows, then submit them again';

/** @returns the commonest errors with what to do, or nothing */
export function errorLines({ errors }: Tally): Mrkdwn[] {
  if (errors.length === 0) return [];
  const lines = errors.slice(0, ERRORS_SHOWN).map(({ text, count: n }) => {
    const advice = ADVICE.find(([pattern]) => pattern.test(text))?.[1] ?? OTHERWISE;
    return mrkdwn`• ${number(n)} × ${inline(text, ERROR_CHARS)} → ${advice}`;
  });
  return [mrkdwn`*Why requests failed* (failed requests are not billed):`, ...lines];
}

/** @returns what to do about answers that are cut off, refused or not there, or nothing */
export function adviceLines(tally: Tally, maxTokens: number): Mrkdwn[] {
  const lines: Mrkdwn[] = [];
  if (tally.cutOff > 0)
    lines.push(
      mrkdwn`• ${count(tally.cutOff, 'answer')} cut off, mostly at the limit of ${count(maxTokens, 'token')}: raise Max tokens per answer and send these rows again.`,
    );
  if (tally.refused > 0)
    lines.push(
      mrkdwn`• ${count(tally.refused, 'request')} that Claude declined to answer: word them differently.`,
    );
  if (tally.expired > 0)
    lines.push(
      mrkdwn`• ${count(tally.expired, 'request')} not reached within 24 hours and not billed: send these rows again.`,
    );
  if (tally.missing > 0)
    lines.push(
      mrkdwn`• ${count(tally.missing, 'request')} without a result from Anthropic: send these rows again.`,
    );
  return lines;
}
