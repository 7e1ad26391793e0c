// The calls of a trial: each has its intent stored before, and its outcome after; none is made twice.

import type { TrialRow } from '../../core/draft/trial.ts';
import { ServiceError, UserError } from '../../core/errors.ts';
import type { Job } from '../../core/job/job.ts';
import { messageCostMicros } from '../../core/money/pricing.ts';
import { explain } from '../../core/trouble/explain.ts';
import type { MessageAnswer } from '../../ports/batch-api.ts';
import type { TrialRequest } from '../../ports/job-data.ts';
import type { Deps } from '../deps.ts';

type AskDeps = Pick<Deps, 'store' | 'jobData' | 'batchApi' | 'clock' | 'log'>;

/** Enough to read the fields of a long answer; of the rest people see no more than a beginning. */
const TEXT_CHARS = 20_000;

/**
 * Asks what is still planned. To be called by one at a time for each trial: a call that is under way then has lost
 * whoever made it, and nobody can tell what became of it.
 * @returns all rows of the trial
 */
export async function askTrial(deps: AskDeps, job: Job, revision: number): Promise<TrialRow[]> {
  const { store } = deps;
  const rows = await store.trialRows({ jobId: job.id, revision });
  for (const row of rows) if (row.state === 'asking') await settle(deps, row, { to: 'unknown' });
  const planned = rows.filter(({ state }) => state === 'planned');
  if (planned.length > 0) await askPlanned(deps, job, revision, planned);
  return store.trialRows({ jobId: job.id, revision });
}

async function askPlanned(deps: AskDeps, job: Job, revision: number, planned: TrialRow[]): Promise<void> {
  if (job.state !== 'draft' || job.revision !== revision || job.report === null) {
    for (const row of planned) await settle(deps, row, { to: 'dropped' });
    return;
  }
  const requests = await renderPlanned(deps, job, planned);
  // One after the other would be three times the wait.
  await Promise.all(
    planned.map((row) => {
      const request = requests.find(({ seq }) => seq === row.seq);
      return request === undefined
        ? settle(deps, row, { to: 'refused', set: { failure: NOT_RENDERED } })
        : askOne(deps, row, request);
    }),
  );
}

const NOT_RENDERED = {
  message: 'This row can no longer be read.',
  next: 'Press Edit on the card and save it, then try again.',
};

async function renderPlanned(deps: AskDeps, job: Job, planned: TrialRow[]): Promise<TrialRequest[]> {
  try {
    return await deps.jobData.trialRows({
      jobId: job.id,
      format: job.report?.format ?? 'csv',
      settings: job.settings,
      seqs: planned.map(({ seq }) => seq),
    });
  } catch (error) {
    // What cannot be rendered now would not be rendered at the next tick.
    if (error instanceof UserError) return [];
    throw error;
  }
}

async function askOne(deps: AskDeps, row: TrialRow, { params }: TrialRequest): Promise<void> {
  const intent = await deps.store.moveTrialRow(row, {
    from: ['planned'],
    to: 'asking',
    set: { askedAt: deps.clock.now() },
  });
  if (intent === null) return;
  try {
    const answer = await deps.batchApi.ask(params);
    await settle(deps, row, { to: 'answered', set: { answer: toTrialAnswer(answer) } });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { kind, code } = error;
    deps.log.warn({ jobId: row.jobId, kind, code }, 'a row was not answered');
    if (isUnbilled(error)) await settle(deps, row, { to: 'refused', set: { failure: failureOf(error) } });
    else await settle(deps, row, { to: 'unknown' });
  }
}

function settle(
  { store }: AskDeps,
  row: TrialRow,
  move: Omit<Parameters<typeof store.moveTrialRow>[1], 'from'>,
) {
  // An answer that comes after all is better than not knowing.
  return store.moveTrialRow(row, { from: ['planned', 'asking', 'unknown'], ...move });
}

/** A request that Anthropic answers with an error is not billed; without an answer nobody knows. */
function isUnbilled({ kind, code }: ServiceError): boolean {
  return kind !== 'unknown' || code === 'overloaded_error';
}

function failureOf(error: ServiceError): TrialRow['failure'] {
  if (error.kind !== 'gone') return explain(error);
  return {
    message: `Anthropic does not know this model (${error.message}).`,
    next: 'Press Edit on the card and choose another model.',
  };
}

function toTrialAnswer({ text, model, stopReason, usage }: MessageAnswer): TrialRow['answer'] {
  const {
    inputTokens,
    outputTokens,
    cacheReadTokens = 0,
    cacheWrite5mTokens = 0,
    cacheWrite1hTokens = 0,
  } = usage;
  return {
    text: text.slice(0, TEXT_CHARS),
    model,
    stopReason,
    inputTokens: inputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens,
    outputTokens,
    costMicros: messageCostMicros(model, usage),
  };
}
