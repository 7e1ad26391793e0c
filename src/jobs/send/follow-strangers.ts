// For each tick: message batches without a record are asked about, and when one has ended its custom_ids say whose it is.

import { ServiceError } from '../../core/errors.ts';
import type { RemoteBatch } from '../../core/job/batch.ts';
import type { Job } from '../../core/job/job.ts';
import {
  jobNamedBy,
  type Stranger,
  strangersFor,
  type UnsentPart,
  unsentParts,
} from '../../core/trouble/stranger.ts';
import type { Deps } from '../deps.ts';
import { strangersOf } from './hold.ts';
import { reattach } from './reattach.ts';
import { tellOfOther } from './tell-of-other.ts';

/** Asked about in one tick; those that hold somebody up come first. */
const AT_ONCE = 20;

/** A job whose parts may be among the strangers. */
interface Suspect {
  job: Job;
  parts: UnsentPart[];
}

/** Waits until no submission is of unknown outcome: that may be the stranger. One stranger's failure stops no other. */
export async function followStrangers(deps: Deps): Promise<void> {
  if ((await deps.store.openStrangers(deps.batchApi.keyFingerprint)).length === 0) return;
  await deps.locks.hold('send', async () => {
    if ((await deps.store.batchesIn(['submitting'])).length > 0) return;
    const strangers = await strangersOf(deps);
    await closeKnown(deps, strangers);
    const urgent = await mayHold(deps, strangers);
    for (const stranger of inTurn(deps, strangers, urgent).slice(0, AT_ONCE)) {
      deps.memory.strangerAskedAt.set(stranger.remoteId, deps.clock.now());
      try {
        await follow(deps, stranger);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        const fields = { batchId: stranger.remoteId, kind: error.kind, code: error.code };
        deps.log.warn(fields, 'a message batch without a record could not be asked about');
      }
    }
  });
}

async function closeKnown(deps: Deps, unknown: readonly Stranger[]): Promise<void> {
  const open = new Set(unknown.map(({ remoteId }) => remoteId));
  for (const { remoteId } of await deps.store.openStrangers(deps.batchApi.keyFingerprint))
    if (!open.has(remoteId)) await close(deps, remoteId);
}

async function mayHold(deps: Deps, strangers: readonly Stranger[]): Promise<Set<Stranger>> {
  const suspects = await suspectsOf(deps);
  return new Set(suspects.flatMap(({ job, parts }) => strangersFor(strangers, job, parts)));
}

function inTurn({ memory }: Deps, strangers: readonly Stranger[], urgent: ReadonlySet<Stranger>): Stranger[] {
  const askedAt = ({ remoteId }: Stranger) => memory.strangerAskedAt.get(remoteId) ?? 0;
  const rank = (stranger: Stranger) => (urgent.has(stranger) ? 0 : 1);
  return [...strangers].sort((a, b) => rank(a) - rank(b) || askedAt(a) - askedAt(b));
}

async function suspectsOf({ store }: Deps): Promise<Suspect[]> {
  const suspects: Suspect[] = [];
  for (const job of await store.jobsIn(['draft', 'needs-approval', 'submitting', 'done'])) {
    const parts = unsentParts(job, job.state === 'submitting' ? await store.batchesOf(job.id) : []);
    if (parts.length > 0) suspects.push({ job, parts });
  }
  return suspects;
}

async function follow(deps: Deps, stranger: Stranger): Promise<void> {
  const remote = await ask(deps, stranger);
  if (remote?.status !== 'ended') return;
  const customIds = await deps.jobData.sampleIds({ remoteId: remote.id });
  // Nothing to tell it by: whoever is held up by it has to decide.
  if (customIds.length === 0) return;
  const named = jobNamedBy(customIds);
  const building = await deps.store.jobsIn(['building']);
  const mayCome =
    named === null ? strangerMayBeOf(building, stranger) : building.some(({ id }) => id === named);
  for (const { job, parts } of await suspectsOf(deps)) {
    if (named === null ? strangersFor([stranger], job, parts).length === 0 : job.id !== named) continue;
    const part = await findPart(deps, job, parts, stranger, customIds);
    if (part === null) continue;
    if (await reattach(deps, job, part, remote)) await close(deps, remote.id);
    return;
  }
  if (mayCome) return;
  await tellOfOther(deps, remote.id, named);
  await close(deps, remote.id);
}

/** A job that is read again has no parts yet that could be compared. */
function strangerMayBeOf(building: readonly Job[], stranger: Stranger): boolean {
  return building.some((job) => strangersFor([stranger], job, [stranger]).length > 0);
}

/** @returns null when somebody deleted it, so that nobody will ever tell whose it was */
async function ask(deps: Deps, { remoteId }: Stranger): Promise<RemoteBatch | null> {
  try {
    return await deps.batchApi.get(remoteId);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== 'gone') throw error;
    deps.log.warn({ batchId: remoteId }, 'a message batch without a record was deleted at Anthropic');
    await close(deps, remoteId);
    return null;
  }
}

async function findPart(
  deps: Deps,
  job: Job,
  parts: readonly UnsentPart[],
  { requests }: Stranger,
  customIds: string[],
): Promise<UnsentPart | null> {
  const sameSize = parts.filter((part) => part.requests === requests);
  if (sameSize.length === 0) return null;
  const found = await deps.jobData.findPart({ jobId: job.id, customIds, parts: sameSize });
  return found === null ? null : (sameSize[found] ?? null);
}

async function close({ store, clock, memory }: Deps, remoteId: string): Promise<void> {
  await store.closeStranger(remoteId, clock.now());
  memory.strangerAskedAt.delete(remoteId);
}
