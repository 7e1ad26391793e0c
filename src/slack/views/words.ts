// How things are called and counted, the same in every message.

import type { Settings } from '../../core/draft/settings.ts';
import { elapsedStepMin } from '../../core/job/elapsed.ts';
import type { Eta } from '../../core/job/eta.ts';
import type { Job } from '../../core/job/job.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import { isAllAnswered, type Tally, tallyParts, wholeAnswers } from '../../core/result/tally.ts';
import { inline } from '../mrkdwn.ts';

/** @returns e.g. '1,200' */
export function number(n: number): string {
  return n.toLocaleString('en-US');
}

/** @returns e.g. '1 request', '1,200 requests' */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

/** @returns how long something has taken, in steps: 'less than a minute', 'about 20 minutes', 'about 1.5 hours' */
export function elapsedWords(ms: number): string {
  const step = elapsedStepMin(ms);
  if (step === 0) return 'less than a minute';
  if (step < 60) return `about ${count(step, 'minute')}`;
  return step === 60 ? 'about 1 hour' : `about ${step / 60} hours`;
}

/** @returns how long something took, e.g. '37 minutes', '2.5 hours' */
export function durationWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'less than a minute';
  return minutes < 120 ? count(minutes, 'minute') : `${hours(minutes)} hours`;
}

/** @returns e.g. 'Usually 12–40 min, from 18 jobs like this' */
export function etaWords({ lowMs, highMs, jobs }: Eta): string {
  const [low, high] = [Math.max(1, Math.floor(lowMs / 60_000)), Math.max(1, Math.ceil(highMs / 60_000))];
  const range =
    low === high ? `${low} min` : high < 90 ? `${low}–${high} min` : `${hours(low)}–${hours(high)} h`;
  return `Usually ${range}, from ${count(jobs, 'job')} like this`;
}

function hours(minutes: number): string {
  return String(Math.round(minutes / 6) / 10);
}

/** The fixed words for how a job stands; each has its emoji and is never an emoji alone. */
export type StateWord =
  | 'Reading'
  | 'Draft'
  | 'Needs approval'
  | 'Submitting'
  | 'Checking with Anthropic'
  | 'Needs a human'
  | 'In progress'
  | 'Cancelling'
  | 'Done'
  | 'Done with errors'
  | 'Expired'
  | 'Cancelled'
  | 'Failed'
  | 'Discarded'
  | 'Deleted';

export const EMOJI: Record<StateWord, string> = {
  Reading: '📖',
  Draft: '📝',
  'Needs approval': '🔐',
  Submitting: '📤',
  'Checking with Anthropic': '🔎',
  'Needs a human': '🙋',
  'In progress': '⏳',
  Cancelling: '🛑',
  Done: '✅',
  'Done with errors': '⚠️',
  Expired: '⌛',
  Cancelled: '🚫',
  Failed: '❌',
  Discarded: '🗑️',
  Deleted: '🗑️',
};

/**
 * How a done job ended; partly failed is never called done, and what a person stopped is called cancelled.
 * @param job a done job; without a tally nothing is known to be wrong
 */
export function outcomeWord({ tally }: Pick<Job, 'tally'>): StateWord {
  if (tally === null || isAllAnswered(tally)) return 'Done';
  if (tally.canceled > 0) return 'Cancelled';
  if (tally.expired > 0 && tally.errored + tally.missing + tally.misfit === 0) return 'Expired';
  return tally.succeeded - tally.misfit === 0 ? 'Failed' : 'Done with errors';
}

/** @returns the outcome and how many of the requests have their whole answer: 'Done', 'Done with errors (97/100)', 'Failed (0/100)' */
export function outcomeWords(job: Pick<Job, 'tally'>): string {
  const word = outcomeWord(job);
  if (job.tally === null || word === 'Done' || word === 'Cancelled') return word;
  return `${word} (${number(wholeAnswers(job.tally))}/${number(job.tally.requests)})`;
}

/** @returns e.g. '97 done · 2 cut off · 1 refused · 1 misfit · 3 failed': only what there is */
export function tallyWords(tally: Tally): string {
  const shown = tallyParts(tally).filter(
    ({ count: n }, index) => n > 0 || (index === 0 && tally.succeeded === 0),
  );
  return shown.map(({ count: n, word }) => `${number(n)} ${word}`).join(' · ');
}

/** @returns how people know the job, on one line: its file's name, or that it is watched; still to be escaped */
export function jobTitle(job: Pick<Job, 'source'>, max = 80): string {
  if (job.source === null) return 'watched message batch';
  const others = job.source.more.length;
  const [document, ...more] = job.source.documents ?? [];
  const beside =
    document === undefined
      ? ''
      : ` with ${more.length > 0 ? `${number(more.length + 1)} documents` : inline(document.name, max)}`;
  return `${inline(job.source.name, max)}${others > 0 ? ` and ${number(others)} more` : ''}${beside}`;
}

/** @returns e.g. ' · effort low · thinking disabled'; empty where the model does as it does by itself */
export function thinkingWords({ effort, thinking }: Pick<Settings, 'effort' | 'thinking'>): string {
  return `${effort ? ` · effort ${effort}` : ''}${thinking ? ` · thinking ${thinking}` : ''}`;
}

/** @returns e.g. 'Trying rows cost $0.0012.'; '' where nobody did */
export function triedWords(micros: number): string {
  return micros === 0 ? '' : `Trying rows cost ${formatDollars(micros)}.`;
}
