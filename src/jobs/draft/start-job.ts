// A file, or rows from elsewhere, become a job: stored at once, read and priced in the background.

import { defaultSettings, type Settings } from '../../core/draft/settings.ts';
import { filesOf, type Job, type Source, type SourceFile } from '../../core/job/job.ts';
import { uploadKey } from '../../core/job/messages.ts';
import type { Deps } from '../deps.ts';
import { defaultModelOf } from '../people/settings.ts';
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

/** For jobs that nobody asked for at this moment. */
export interface StartOptions {
  /** Another rule than one job per upload: the job with this key is made once. */
  onceKey: string;
  /** True: it is not read, because something stands in its way. */
  isHeld: boolean;
}

/** @returns the new job, or null when each of its files is in one already, or its key is taken. */
export async function startJob(deps: Deps, input: StartInput, options?: StartOptions): Promise<Job | null> {
  if (options !== undefined) return createJob(deps, input, options.onceKey, options.isHeld);
  if (!input.oncePerUpload) return createJob(deps, input, null);
  const { teamId, channelId } = input;
  // Looked up and made in one go: the events of one message come at the same time, and name its files in any order.
  return deps.locks.hold(`upload:${teamId}:${channelId}`, async () => {
    const fresh: SourceFile[] = [];
    for (const file of filesOf(input.source)) {
      const { fileId } = file;
      if ((await deps.store.jobByUpload({ teamId, channelId, fileId })) === null) fresh.push(file);
    }
    const left = leftOf(input.source, fresh);
    if (left === null) return null;
    return createJob(deps, { ...input, source: left }, uploadKey(channelId, left.fileId));
  });
}

/** @returns the source without files that are in a job already; documents whose table is one are rows themselves */
function leftOf(source: Source, fresh: readonly SourceFile[]): Source | null {
  const { documents = [], ...rest } = source;
  const [first, ...others] = fresh;
  if (first === undefined) return null;
  if (documents.length === 0 || first.fileId !== source.fileId) return { ...rest, ...first, more: others };
  return others.length === 0 ? { ...rest, more: [] } : { ...rest, more: [], documents: others };
}

async function createJob(
  deps: Deps,
  input: StartInput,
  onceKey: string | null,
  isHeld = false,
): Promise<Job | null> {
  const job = await deps.store.createJob({
    id: deps.newId(),
    teamId: input.teamId,
    kind: 'file',
    ownerId: input.ownerId,
    channelId: input.channelId,
    threadTs: input.threadTs,
    source: input.source,
    settings: { ...defaultSettings(await defaultModelOf(deps, input.teamId)), ...input.settings },
    createdAt: deps.clock.now(),
    onceKey,
  });
  if (job === null) return null;
  deps.log.info({ jobId: job.id, number: job.number }, 'job started');
  if (!isHeld) deps.background.run('prepare draft', job.id, () => prepareDraft(deps, job.id));
  return job;
}
