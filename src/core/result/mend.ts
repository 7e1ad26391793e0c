// What a person can do about a row without a whole answer.
import type { OutcomeKind } from './retry.ts';

/** Errors as 'type: message', Anthropic's own words; the first pattern that matches counts. */
const ADVICE: [RegExp, string][] = [
  [/^not_found_error: model/, 'choose another model'],
  [
    /credit balance|billing|spend limit|usage limits/i,
    'the Anthropic account needs credit; then retry these rows',
  ],
  [
    /^(overloaded_error|api_error|rate_limit_error|timeout_error)/,
    'Anthropic’s own trouble: retry these rows as they are',
  ],
  [/^[a-z_]*: max_tokens: \d+ > \d+/, 'retry these rows with a lower limit of tokens per answer'],
  [/^request_too_large|prompt is too long/, 'make these rows shorter'],
  [/Unable to download the file/, 'check that the address can be opened without signing in'],
  [
    /^not_found_error: File (?:not found|has expired)/,
    'the document was deleted at Anthropic: retry these rows, and it is uploaded again',
  ],
  [/^permission_error/, 'the Anthropic key may not do this: ask the operator of this bot'],
];
/** The column of a file of failed rows that tells what is wrong; it is no part of the data when the file comes back. */
export const REASON_COLUMN = 'what_to_fix';

const OTHERWISE = 'change the prompt or these rows';

/** @param error as in a tally: 'type: message'. @returns advice that continues a sentence */
export function howToMend(error: string): string {
  return ADVICE.find(([pattern]) => pattern.test(error))?.[1] ?? OTHERWISE;
}

const UNANSWERED: Record<Exclude<OutcomeKind, 'errored'>, string> = {
  succeeded: '',
  expired: 'not reached within 24 hours → retry it as it is',
  canceled: 'stopped before it was answered → send it again with /batch retry JOB --only all',
  'cut-off': 'the answer was cut off → retry it with a higher limit of tokens per answer',
  refused: 'Claude declined to answer → word it differently',
  misfit: 'the answer lacks a field that was asked for → retry it as it is',
};

/** @param error as in a tally; '' when nothing came back. @returns why a sent row has no whole answer, and what to do */
export function whatToFix(kind: OutcomeKind, error: string): string {
  if (kind !== 'errored') return UNANSWERED[kind];
  return error === '' ? 'no result came back → retry it as it is' : `${error} → ${howToMend(error)}`;
}
