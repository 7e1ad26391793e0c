// Message batches whose results cannot be had any more, in words.
import type { Batch } from '../../core/job/batch.ts';
import type { Deps } from '../deps.ts';
import { OTHER_KEY } from '../send/notice-key.ts';

/** As the ledger settles it; nothing is reserved for what is only watched, and that has no body of ours. */
function costWords({ bodySha256 }: Batch): string {
  return bodySha256 === ''
    ? 'What they cost is not known.'
    : 'What they cost is not known, so budgets count what was reserved.';
}

const KEPT_MS = 29 * 24 * 60 * 60_000;

/** @returns the notice of a message batch that Anthropic does not know any more */
export function deletedNotice(batch: Batch): string {
  const { remoteId, requests } = batch;
  return `Anthropic no longer knows the message batch ${remoteId}; somebody may have deleted it. Its ${requests} requests have no results here. ${costWords(batch)}`;
}

/** @returns the notice of a message batch whose results Anthropic no longer keeps */
export function archivedNotice(batch: Batch): string {
  const { remoteId, requests } = batch;
  return `Anthropic keeps results for 29 days, and those of the message batch ${remoteId} are gone. Its ${requests} requests have no results here. ${costWords(batch)}`;
}

/** @returns whether a message batch was sent with the API key that the bot has now, so that not to see it means that it is gone */
export function isOurKey({ keyFingerprint }: Batch, { batchApi }: Pick<Deps, 'batchApi'>): boolean {
  return keyFingerprint === null || keyFingerprint === batchApi.keyFingerprint;
}

/** @returns whether no key sees a message batch any more */
export function isForgotten({ createdAt }: Batch, now: number): boolean {
  return now - (createdAt ?? 0) > KEPT_MS;
}

/** Says on the card why a message batch cannot be asked about; it stays as it is. */
export async function noteOtherKey({ store }: Pick<Deps, 'store'>, batch: Batch): Promise<void> {
  if (batch.notice === OTHER_KEY || (batch.state !== 'running' && batch.state !== 'ended')) return;
  await store.moveBatch(batch.id, { from: [batch.state], to: batch.state, set: { notice: OTHER_KEY } });
}

/** @returns the notice of a message batch that a person gave up, because the bot has not its key any more */
export function givenUpNotice(batch: Batch): string {
  const { remoteId, requests } = batch;
  return `The message batch ${remoteId} was sent with another API key than the bot has now, so it could not be stopped at Anthropic. It was given up: its ${requests} requests have no results here. ${costWords(batch)}`;
}
