// What came of a job, counted once from its stored results.
import type { CacheOutcome } from '../money/cache.ts';

export type ResultStatus = 'succeeded' | 'errored' | 'canceled' | 'expired';

/** How often each value was given, the most frequent first. */
export interface LabelCounts {
  /** Of the field; null when the whole answer is the label. */
  name: string | null;
  counts: { label: string; count: number }[];
}

export interface Tally {
  requests: number;
  succeeded: number;
  errored: number;
  canceled: number;
  expired: number;
  /** Of the succeeded: stopped at max_tokens or at the end of the model's context. */
  cutOff: number;
  /** Of the succeeded: stop_reason refusal. */
  refused: number;
  /** Of the succeeded: whole, but without the fields that were asked for. */
  misfit: number;
  /** Requests for which Anthropic's results held no line. */
  missing: number;
  inputTokens: number;
  outputTokens: number;
  /** Micro-dollars, at batch rates, summed over the requests; null when a model's price is not known. */
  costMicros: number | null;
  /** What the prompt cache did, of a job that marked something for it. */
  cache?: CacheOutcome;
  /** The commonest errors, in words, most frequent first. */
  errors: { text: string; count: number }[];
  /** How often each label was given, where the answers or their fields are labels. */
  labels: LabelCounts[];
}

/** @returns how many answers are whole: not cut off, no refusal, and with the fields that were asked for */
export function wholeAnswers({ succeeded, cutOff, refused, misfit }: Tally): number {
  return succeeded - cutOff - refused - misfit;
}

/** @returns whether every request has its whole answer */
export function isAllAnswered(tally: Tally): boolean {
  return wholeAnswers(tally) === tally.requests;
}

/** @returns how many rows came out in each way, in the words of people */
export function tallyParts(tally: Tally): { count: number; word: string }[] {
  return [
    { count: wholeAnswers(tally), word: 'done' },
    { count: tally.cutOff, word: 'cut off' },
    { count: tally.refused, word: 'refused' },
    { count: tally.misfit, word: 'misfit' },
    { count: tally.errored, word: 'failed' },
    { count: tally.expired, word: 'expired' },
    { count: tally.canceled, word: 'cancelled' },
    { count: tally.missing, word: 'without a result' },
  ];
}
