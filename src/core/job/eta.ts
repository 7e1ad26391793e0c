// How long a job usually takes, told from the bot's own history and from nothing else.

/** A job that ended by itself. */
export interface PastRun {
  model: string;
  requests: number;
  /** From Submit to the end at Anthropic. */
  tookMs: number;
}

export interface Eta {
  lowMs: number;
  highMs: number;
  /** How many jobs it is told from. */
  jobs: number;
}

/** Fewer say nothing. */
const LEAST_JOBS = 3;
/** Jobs between a quarter and four times of the size are comparable. */
const SIZE_FACTOR = 4;
/** Left out at either end: the unusual ones. */
const TAIL = 0.1;

/** @returns the range of what comparable jobs took, without the unusual tenth at either end; null without enough of them */
export function etaFrom(history: readonly PastRun[], job: { model: string; requests: number }): Eta | null {
  const took = history
    .filter(({ model, requests }) => model === job.model && isAlike(requests, job.requests))
    .map(({ tookMs }) => tookMs)
    .sort((a, b) => a - b);
  if (took.length < LEAST_JOBS) return null;
  const left = Math.floor(took.length * TAIL);
  return { lowMs: took[left] ?? 0, highMs: took[took.length - 1 - left] ?? 0, jobs: took.length };
}

function isAlike(a: number, b: number): boolean {
  return a <= b * SIZE_FACTOR && b <= a * SIZE_FACTOR;
}
