// How long a submission of unknown outcome is left alone before Anthropic's list is believed.

/** A body of this many bytes doubles the time: 250 MB take seven times as long to arrive and be checked as a small one. */
const BYTES_PER_SETTLE_TIME = 40_000_000;

/**
 * @param baseMs for a small body (SUBMIT_SETTLE_SECONDS)
 * @returns milliseconds from the attempt on; 120 s become about 15 min for a body of 250 MB
 */
export function settleMsFor(bodyBytes: number, baseMs: number): number {
  return Math.round(baseMs * (1 + bodyBytes / BYTES_PER_SETTLE_TIME));
}

/** A body of this size has arrived long before its settle time is over, on any line. */
const SMALL_BYTES = 1_000_000;

/**
 * @param batch a submission of unknown outcome
 * @param startedAt when this process started
 * @returns from when on Anthropic's list is believed, in UTC milliseconds; null when nothing was attempted
 */
export function settledAt(
  batch: { bodyBytes: number; attemptedAt: number | null; dueAt: number | null },
  startedAt: number,
  baseMs: number,
): number | null {
  const { bodyBytes, attemptedAt, dueAt } = batch;
  if (attemptedAt === null) return null;
  if (dueAt !== null) return dueAt;
  // A kill ended the call before this start; how long before is not known, and a large body may have been on its way.
  const endedAt = bodyBytes > SMALL_BYTES ? Math.max(attemptedAt, startedAt) : attemptedAt;
  return endedAt + settleMsFor(bodyBytes, baseMs);
}
