// Message batches whose results cannot be had any more, in words.
import type { Batch } from '../../core/job/batch.ts';

/** @returns the notice of a message batch that Anthropic does not know any more */
export function deletedNotice({ remoteId, requests }: Batch): string {
  return `Anthropic no longer knows the message batch ${remoteId}; somebody may have deleted it. Its ${requests} requests have no results here, and what they cost is not known.`;
}

/** @returns the notice of a message batch whose results Anthropic no longer keeps */
export function archivedNotice({ remoteId, requests }: Batch): string {
  return `Anthropic keeps results for 29 days, and those of the message batch ${remoteId} are gone. Its ${requests} requests have no results here.`;
}
