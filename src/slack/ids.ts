// Every id that Slack sends back to us, and what stands in a button's value.

export const ACTIONS = {
  submit: 'job_submit',
  edit: 'job_edit',
  tryRows: 'job_try_rows',
  useRecipe: 'job_use_recipe',
  discard: 'job_discard',
  deleteData: 'job_delete_data',
  approve: 'job_approve',
  reject: 'job_reject',
  withdraw: 'job_withdraw',
  cancel: 'job_cancel',
  sendFilesAgain: 'job_send_files_again',
  retry: 'job_retry',
  /** Of buttons that are still there under an earlier label. */
  failedRows: 'job_rows_to_mend',
  moreFormats: 'job_more_formats',
  useCandidate: 'batch_use_candidate',
  sendAgain: 'batch_send_again',
  giveUp: 'batch_give_up',
  startBatch: 'offer_start_batch',
  settings: 'settings_open',
  newBatch: 'new_batch_open',
  homeDetails: 'home_details',
  homeNewer: 'home_newer',
  homeOlder: 'home_older',
  homeRecipe: 'home_recipe',
} as const;

export const CALLBACKS = {
  editDraft: 'edit_draft',
  settings: 'settings',
  reject: 'reject',
  newBatch: 'new_batch',
  batchFiles: 'batch_files',
} as const;

/** Which job a button belongs to, and the revision of it that the person saw. */
export interface JobRef {
  jobId: string;
  revision: number;
}

/** Messages live longer than releases: the version says how to read the value. */
const VERSION = '1';

/** @returns the value of a button */
export function encodeJobRef({ jobId, revision }: JobRef): string {
  return [VERSION, jobId, revision].join('|');
}

/** @returns what a value says, or null when it cannot be read */
export function decodeJobRef(value: string): JobRef | null {
  const match = /^1\|([a-z0-9]{1,40})\|(\d{1,9})(?:\|.*)?$/.exec(value);
  return match ? { jobId: match[1] ?? '', revision: Number(match[2]) } : null;
}

/** @returns the metadata of a modal: the job, and the conversation it was opened in, which a submission does not name */
export function encodePlacedRef(ref: JobRef, channelId: string): string {
  return [encodeJobRef(ref), channelId].join('|');
}

/** @returns the conversation that a modal was opened in; '' when an earlier release opened it */
export function decodePlace(metadata: string): string {
  return /^1\|[^|]*\|[^|]*\|([A-Z][A-Z0-9]{1,40})$/.exec(metadata)?.[1] ?? '';
}

/** Which message batch of a job a button belongs to, and which one at Anthropic it names. */
export interface BatchRef extends JobRef {
  batchId: string;
  remoteId: string | null;
}

/** @returns the value of a button; it is a job's value too */
export function encodeBatchRef(ref: BatchRef): string {
  return [encodeJobRef(ref), ref.batchId, ref.remoteId ?? ''].join('|');
}

/** @returns what a value says, or null when it cannot be read */
export function decodeBatchRef(value: string): BatchRef | null {
  const job = decodeJobRef(value);
  const match = /^[^|]*\|[^|]*\|[^|]*\|([a-z0-9]{1,40})\|(msgbatch_\w{1,100})?$/.exec(value);
  return job && match ? { ...job, batchId: match[1] ?? '', remoteId: match[2] ?? null } : null;
}

/** @returns the value of a button that shows a recipe, wherever it is kept; a name has no bar in it */
export function encodeRecipeRef({ channelId, name }: { channelId: string; name: string }): string {
  return [VERSION, channelId, name].join('|');
}

/** @returns the name of the recipe that a value is of */
export function recipeOf(value: string): string {
  return value.split('|').at(-1) ?? '';
}

/** Where a new batch goes and which files of which message it is of; null or empty: chosen in the window. */
export interface NewBatchRef {
  channelId: string | null;
  messageTs: string | null;
  threadTs: string | null;
  fileIds: readonly string[];
}

/** @returns the metadata of the window for a new batch */
export function encodeNewBatch({ channelId, messageTs, threadTs, fileIds }: NewBatchRef): string {
  return [VERSION, channelId ?? '', messageTs ?? '', threadTs ?? '', fileIds.join(',')].join('|');
}

/** @returns what the metadata says, or null when it cannot be read */
export function decodeNewBatch(metadata: string): NewBatchRef | null {
  const match =
    /^1\|([A-Z][A-Z0-9]{1,40})?\|(\d+\.\d+)?\|(\d+\.\d+)?\|((?:F[A-Z0-9]+(?:,F[A-Z0-9]+)*)?)$/.exec(metadata);
  if (match === null) return null;
  const [, channelId = null, messageTs = null, threadTs = null, ids = ''] = match;
  return { channelId, messageTs, threadTs, fileIds: ids === '' ? [] : ids.split(',') };
}
