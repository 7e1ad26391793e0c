// Message batches that were sent with another API key than the bot has now: not to see them does not mean that they are gone.
import type { Batch } from '../../core/job/batch.ts';
import type { Deps } from '../deps.ts';

/** What the card of a running job says while the bot has another key than the one that sent it. */
const OTHER_KEY =
  'It was sent with another API key than the bot has now, so it cannot be asked about. It goes on at Anthropic; the operator of this bot can put the key back.';

/** For so long Anthropic keeps a message batch for the key that sent it (platform.claude.com: batch processing). */
const KEPT_MS = 29 * 24 * 60 * 60_000;

/** @returns whether a message batch was sent with another key, which may be one of the same workspace */
export function isOfOtherKey({ keyFingerprint }: Batch, { batchApi }: Pick<Deps, 'batchApi'>): boolean {
  return keyFingerprint !== null && keyFingerprint !== batchApi.keyFingerprint;
}

/** @returns whether a message batch that Anthropic says is gone may be there for the key that sent it */
export function mayBeHidden(batch: Batch, deps: Pick<Deps, 'batchApi' | 'clock'>): boolean {
  return isOfOtherKey(batch, deps) && deps.clock.now() - (batch.createdAt ?? 0) <= KEPT_MS;
}

/** Says on the card why a message batch cannot be asked about; it stays as it is. */
export async function noteOtherKey({ store }: Pick<Deps, 'store'>, batch: Batch): Promise<void> {
  if (batch.notice === OTHER_KEY || (batch.state !== 'running' && batch.state !== 'ended')) return;
  await store.moveBatch(batch.id, { from: [batch.state], to: batch.state, set: { notice: OTHER_KEY } });
}
