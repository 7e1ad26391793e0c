// Finds out what became of a submission whose outcome is unknown, by Anthropic's own list, and never by sending again.
import type { Batch, Candidate } from '../../core/job/batch.ts';
import { settledAt } from '../../core/trouble/settle.ts';
import type { Deps } from '../deps.ts';
import { candidatesFor, LIST_LIMIT } from './candidates.ts';
import { recordSent, sendBatches, settleJob } from './send-batches.ts';

/** @param jobId a job with a submission of unknown outcome @throws ServiceError when Anthropic cannot be asked */
export async function reconcile(deps: Deps, jobId: string): Promise<void> {
  // Waits for its turn: jobs that wait to be sent ask for the same, and one of unknown outcome would never get it.
  await deps.locks.hold('send', async () => {
    for (const batch of await deps.store.batchesOf(jobId)) {
      if (batch.state === 'submitting' && isSettled(deps, batch)) await reconcileOne(deps, jobId, batch);
    }
    await settleJob(deps, jobId);
  });
  await sendBatches(deps, jobId);
}

/** As many as a person can choose from. */
const CANDIDATES = 10;

function isSettled(deps: Deps, batch: Batch): boolean {
  const at = settledAt(batch, deps.lookout.startedAt, deps.options.settleMs);
  return at !== null && deps.clock.now() >= at;
}

async function reconcileOne(deps: Deps, jobId: string, batch: Batch): Promise<void> {
  if (batch.keyFingerprint !== deps.batchApi.keyFingerprint) {
    await needHuman(
      deps,
      batch,
      [],
      'It was sent with another API key; with the key that the bot has now nobody can see what became of it.',
    );
    return;
  }
  const { candidates, isWhole } = await candidatesFor(deps, batch);
  const [only, another] = candidates;
  deps.log.info({ jobId, candidates: candidates.length }, 'unknown submission checked against the list');
  if (!isWhole) {
    await needHuman(
      deps,
      batch,
      candidates.slice(0, CANDIDATES).map(({ id, createdAt }) => ({ id, createdAt })),
      `Anthropic’s answer was lost, and its list has more than ${LIST_LIMIT} newer message batches, so I cannot tell whether it is there.`,
    );
  } else if (only && another) {
    await needHuman(
      deps,
      batch,
      candidates.map(({ id, createdAt }) => ({ id, createdAt })),
      `Anthropic’s answer was lost, and ${candidates.length} message batches in its list could be this one.`,
    );
  } else if (only) {
    await recordSent(deps, batch.id, only, { isAdopted: true });
  } else {
    await deps.store.moveBatch(batch.id, { from: ['submitting'], to: 'ready', set: { notice: null } });
  }
}

async function needHuman(deps: Deps, batch: Batch, candidates: Candidate[], notice: string): Promise<void> {
  await deps.store.moveBatch(batch.id, {
    from: ['submitting'],
    to: 'needs-human',
    set: { candidates, notice },
  });
}
