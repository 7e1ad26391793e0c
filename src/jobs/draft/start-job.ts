// A file, or rows from elsewhere, become a job: stored at once, read and priced in the background.
import type { Job, Source } from '../../core/job.ts';
import { defaultSettings, type Settings } from '../../core/settings.ts';
import type { Deps } from '../deps.ts';
import { prepareDraft } from './prepare-draft.ts';

export interface StartInput {
  teamId: string;
  channelId: string;
  /** Where the card shall stand; null: at the top of the conversation. */
  threadTs: string | null;
  ownerId: string;
  source: Source;
  settings: Partial<Settings>;
  /** False when a person asks by command: the same file may then become a job again. */
  oncePerUpload: boolean;
}

/** @returns the new job, or null when this upload has one already. */
export async function startJob(deps: Deps, input: StartInput): Promise<Job | null> {
  const { source, channelId, teamId } = input;
  const job = await deps.store.createJob({
    id: deps.newId(),
    teamId,
    kind: 'file',
    ownerId: input.ownerId,
    channelId,
    threadTs: input.threadTs,
    source,
    settings: { ...defaultSettings(deps.options.defaultModel), ...input.settings },
    createdAt: deps.clock.now(),
    onceKey: input.oncePerUpload ? uploadKey(channelId, source.fileId) : null,
  });
  if (job === null) return null;
  deps.log.info({ jobId: job.id, number: job.number }, 'job started');
  deps.background.run('prepare draft', job.id, () => prepareDraft(deps, job.id));
  return job;
}

/** @returns the key by which several events for one upload are known to be one. */
export function uploadKey(channelId: string, fileId: string): string {
  return `upload:${channelId}:${fileId}`;
}
