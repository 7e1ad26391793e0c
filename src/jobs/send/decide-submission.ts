// A person decides what became of a submission that the bot cannot tell: which message batch it is, or none.

import { UserError } from '../../core/errors.ts';
import { type Batch, totalRequests } from '../../core/job/batch.ts';
import type { Deps } from '../deps.ts';
import { askFor } from '../follow/watch.ts';
import { showCard } from '../show/show-card.ts';
import { liftHold } from './hold.ts';
import { recordSent, sendBatches, settleJob } from './send-batches.ts';

/** `use`: this message batch of Anthropic's is the one. */
export type Decision = { use: string } | 'send-again' | 'give-up';

export interface DecisionInput {
  jobId: string;
  batchId: string;
  decision: Decision;
  by: string;
}

/** @throws UserError when it was decided already, or the chosen message batch cannot be the one */
export async function decideSubmission(deps: Deps, input: DecisionInput): Promise<void> {
  const { jobId, batchId, decision, by } = input;
  await deps.locks.hold('send', async () => {
    const batch = (await deps.store.batchesOf(jobId)).find(({ id }) => id === batchId);
    if (batch?.state !== 'needs-human') throw decided();
    await carryOut(deps, batch, decision);
    deps.log.info(
      { jobId, by, decision: typeof decision === 'string' ? decision : decision.use },
      'a person decided an unknown submission',
    );
    await settleJob(deps, jobId);
  });
  deps.background.run('show card', jobId, () => showCard(deps, jobId));
  deps.background.run('submit', jobId, () => sendBatches(deps, jobId));
}

async function carryOut(deps: Deps, batch: Batch, decision: Decision): Promise<void> {
  if (decision === 'send-again') {
    const job = await deps.store.job(batch.jobId);
    if (job !== null) await liftHold(deps, job, [batch]);
    const set = { notice: null, candidates: null };
    await deps.store.moveBatch(batch.id, { from: ['needs-human'], to: 'ready', set });
  } else if (decision === 'give-up') {
    const notice = 'A person decided not to send this part.';
    await deps.store.moveBatch(batch.id, {
      from: ['needs-human'],
      to: 'refused',
      set: { notice, candidates: null },
    });
  } else {
    await adopt(deps, batch, decision.use);
  }
}

async function adopt(deps: Deps, batch: Batch, remoteId: string): Promise<void> {
  const remote = await askFor(deps, remoteId);
  if ((await deps.store.knownRemoteIds([remoteId])).length > 0) {
    throw new UserError(
      'batch-taken',
      'This message batch belongs to another job by now.',
      'Choose another one, or none.',
    );
  }
  if (totalRequests(remote.counts) !== batch.requests) {
    throw new UserError(
      'other-size',
      `This message batch has another number of requests than the ${batch.requests} that were sent.`,
      'Choose another one, or none.',
    );
  }
  await recordSent(deps, batch.id, remote, { isAdopted: true });
}

function decided(): UserError {
  return new UserError(
    'already-decided',
    'This was decided already.',
    'There is nothing more to do: the card shows how it goes.',
  );
}
