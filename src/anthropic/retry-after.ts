// How long the service asks us to wait.

/** A longer wait is no wait: whoever looks after the job asks again then. */
const LONGEST_WAIT_MS = 60 * 60_000;

/**
 * @param header seconds or an HTTP date (RFC 9110 §10.2.3); null when it was not sent
 * @param now UTC milliseconds
 * @returns milliseconds, at most one hour; null when nothing was asked or it cannot be read
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,15}(\.\d{1,9})?$/.test(text)) return Math.min(Math.ceil(Number(text) * 1000), LONGEST_WAIT_MS);
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.min(Math.max(at - now, 0), LONGEST_WAIT_MS);
}
