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
