// Message batches whose results cannot be had any more, in words.
import type { Batch } from '../../core/job/batch.ts';

/** As the ledger settles it; nothing is reserved for what is only watched, and that has no body of ours. */
function costWords({ bodySha256 }: Batch): string {
  return bodySha256 === ''
    ? 'What they cost is not known.'
    : 'What they cost is not known, so budgets count what was reserved.';
}

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

/** @returns the notice of a message batch that a person gave up, because the bot has not its key any more */
export function givenUpNotice(batch: Batch): string {
  const { remoteId, requests } = batch;
  return `The message batch ${remoteId} was sent with another API key than the bot has now, so it could not be stopped at Anthropic. It was given up: its ${requests} requests have no results here. ${costWords(batch)}`;
}
