// How things are called and counted, the same in every message.
import type { Job } from '../../core/job.ts';
import type { Tally } from '../../core/tally.ts';

/** @returns e.g. '1 request', '1,200 requests' */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;
}

/** Minutes at which a running card says something new: a day is told in some twenty edits. */
const STEPS_MIN = [1, 2, 5, 10, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 600, 720, 960, 1200, 1440];

/** @returns how long something has taken, in steps: 'less than a minute', 'about 20 minutes', 'about 1.5 hours' */
export function elapsedWords(ms: number): string {
  const step = STEPS_MIN.filter((minutes) => minutes * 60_000 <= ms).at(-1);
  if (step === undefined) return 'less than a minute';
  if (step < 60) return `about ${count(step, 'minute')}`;
  return step === 60 ? 'about 1 hour' : `about ${step / 60} hours`;
}

/** The fixed words for how a job stands; each has its emoji and is never an emoji alone. */
export type StateWord =
  | 'Reading'
  | 'Draft'
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
  | 'Discarded';

export const EMOJI: Record<StateWord, string> = {
  Reading: '📖',
  Draft: '📝',
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
};

/** @returns how a done job ended: partly failed is never called done */
export function outcomeWord(tally: Tally): StateWord {
  const { requests, succeeded, errored, canceled, expired, missing } = tally;
  if (succeeded === requests) return 'Done';
  if (succeeded === 0 && canceled > 0 && errored + expired + missing === 0) return 'Cancelled';
  if (expired > 0 && errored + missing === 0) return 'Expired';
  if (succeeded === 0) return canceled > 0 ? 'Cancelled' : 'Failed';
  return canceled > 0 && errored + expired + missing === 0 ? 'Cancelled' : 'Done with errors';
}

/** @returns e.g. '97 done · 2 cut off · 1 refused · 3 failed': only what there is */
export function tallyWords(tally: Tally): string {
  const whole = tally.succeeded - tally.cutOff - tally.refused;
  const parts: [number, string][] = [
    [whole, 'done'],
    [tally.cutOff, 'cut off'],
    [tally.refused, 'refused'],
    [tally.errored, 'failed'],
    [tally.expired, 'expired'],
    [tally.canceled, 'cancelled'],
    [tally.missing, 'without a result'],
  ];
  const shown = parts.filter(([n], index) => n > 0 || (index === 0 && tally.succeeded === 0));
  return shown.map(([n, word]) => `${n.toLocaleString('en-US')} ${word}`).join(' · ');
}

/** @returns how people know the job: its file's name, or that it is watched */
export function jobTitle(job: Job): string {
  return job.source?.name ?? 'watched message batch';
}
