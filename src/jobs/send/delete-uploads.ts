// For each tick: what was uploaded for a job that needs it no more is deleted at Anthropic.
import { ServiceError } from '../../core/errors.ts';
import { hasBegun } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import { type DocumentUpload, readUploads, saveUploads } from './uploads.ts';

type DeleteDeps = Pick<Deps, 'store' | 'batchApi' | 'locks' | 'log'>;

/** A failure leaves what is left to the next tick; what is never deleted expires. */
export async function deleteUploads(deps: DeleteDeps): Promise<void> {
  const { store, locks } = deps;
  if (Object.keys(await readUploads(store)).length === 0) return;
  // While none is sent: a job that is submitted just now must find its documents, or upload them.
  await locks.hold('send', async () => {
    for (const [id, uploads] of Object.entries(await readUploads(store))) {
      const job = await store.job(id);
      if (job !== null && hasBegun(job.state)) continue;
      if (await areDeleted(deps, id, uploads)) await saveUploads(store, { id }, []);
    }
  });
}

async function areDeleted(
  { batchApi, log }: DeleteDeps,
  jobId: string,
  uploads: readonly DocumentUpload[],
): Promise<boolean> {
  try {
    for (const { fileId, fileName } of uploads) {
      const ids = fileId === null ? await batchApi.filesNamed(fileName) : [fileId];
      for (const id of ids) await batchApi.deleteFile(id);
    }
    return true;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    log.warn({ jobId, code: error.code, kind: error.kind }, 'uploaded documents were not deleted');
    return false;
  }
}
