// Requests to message batches: the API takes at most so many requests and so many bytes at once.

/** Limits of one message batch: 100,000 requests or 256 MB; whether MB or MiB is not documented, so stay below both. */
export const BATCH_LIMITS = { requests: 100_000, bodyBytes: 250_000_000 };

/** `{"requests":[` and `]}` around the requests. */
export const BODY_OPENING = '{"requests":[';
export const BODY_CLOSING = ']}';

/** @returns whether one more request of this many bytes still fits into the message batch. */
export function fits(
  batch: { requests: number; bodyBytes: number },
  requestBytes: number,
  limits = BATCH_LIMITS,
): boolean {
  return batch.requests < limits.requests && batch.bodyBytes + requestBytes + 1 <= limits.bodyBytes;
}
