// What the bot has uploaded to Anthropic, kept in one setting: an upload is written down before it is made.
import type { Job } from '../../core/job/job.ts';
import type { Store } from '../../ports/store.ts';

/** One document of one job at Anthropic. */
export interface DocumentUpload {
  sha256: string;
  fileName: string;
  /** null: the upload was begun, and nobody knows what became of it. */
  fileId: string | null;
  /** UTC milliseconds; of the beginning. */
  at: number;
}

/** By job id; only whoever holds the lock of sending changes it. */
export type Uploads = Record<string, DocumentUpload[]>;

const UPLOADS = 'document-uploads';

/** @returns all uploads that were not deleted yet */
export async function readUploads(store: Pick<Store, 'setting'>): Promise<Uploads> {
  return JSON.parse((await store.setting(UPLOADS)) ?? '{}') as Uploads;
}

/** Replaces those of one job; none forgets the job. */
export async function saveUploads(
  store: Pick<Store, 'setting' | 'saveSetting'>,
  { id }: Pick<Job, 'id'>,
  uploads: readonly DocumentUpload[],
): Promise<void> {
  const { [id]: _before, ...others } = await readUploads(store);
  await store.saveSetting(
    UPLOADS,
    JSON.stringify(uploads.length === 0 ? others : { ...others, [id]: uploads }),
  );
}
