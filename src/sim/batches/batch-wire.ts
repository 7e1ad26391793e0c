// A message batch as the API shows it.
import type { SimBatch } from './batch.ts';
import type { Json } from './json.ts';
import type { Oddities } from './oddities.ts';

/** Counts stay in processing until the end of the whole message batch. */
function counts(batch: SimBatch, oddities: Oddities) {
  const total = batch.requests.length;
  const sums = { processing: 0, succeeded: 0, errored: 0, canceled: 0, expired: 0 };
  if (batch.status !== 'ended') {
    const done = oddities.partialCounts ? Math.min(batch.reads, total - 1) : 0;
    return { ...sums, processing: total - done, succeeded: done };
  }
  for (const outcome of batch.outcomes) {
    const type = typeof outcome === 'string' ? outcome : outcome.type;
    sums[type === 'raw' ? 'succeeded' : type] += 1;
  }
  return sums;
}

function time(ms: number | null, oddities: Oddities): string | null {
  if (ms === null) return null;
  const text = new Date(ms).toISOString();
  return oddities.zuluTimes ? text : `${text.slice(0, -1)}000+00:00`;
}

export function batchToWire(batch: SimBatch, origin: string, oddities: Oddities): { [key: string]: Json } {
  const hasResults = batch.status === 'ended' && batch.archivedAtMs === null && !oddities.noResultsUrl;
  return {
    id: batch.id,
    type: 'message_batch',
    processing_status: batch.status,
    request_counts: counts(batch, oddities),
    ended_at: time(batch.endedAtMs, oddities),
    created_at: time(batch.createdAtMs, oddities),
    expires_at: time(batch.expiresAtMs, oddities),
    archived_at: time(batch.archivedAtMs, oddities),
    cancel_initiated_at: time(batch.cancelInitiatedAtMs, oddities),
    results_url: hasResults ? `${origin}/v1/messages/batches/${batch.id}/results` : null,
    ...(oddities.extraFields ? { a_new_field: [1, 2, 3] } : {}),
  };
}
