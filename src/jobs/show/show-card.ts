// Keeps the card of a job true: posted once, edited only when it would look different.

import { ServiceError } from '../../core/errors.ts';
import { type Batch, ofAttempt } from '../../core/job/batch.ts';
import { type Eta, etaFrom } from '../../core/job/eta.ts';
import type { Job } from '../../core/job/job.ts';
import type { OwedMessage } from '../../core/job/messages.ts';
import type { Standing } from '../../core/money/budget.ts';
import { monthOf } from '../../core/money/charge.ts';
import { fits } from '../../core/recipe/recipe.ts';
import type { Face, JobView, Place } from '../../ports/conversation.ts';
import { approvalLimit } from '../approval/rules.ts';
import type { Deps } from '../deps.ts';
import { preferenceOf } from '../people/preference.ts';
import { isAbsent } from './find-posted.ts';

/** Between edits that change no more than details, e.g. the time a job has been running. */
const EDIT_PAUSE_MS = 60_000;

type CardDeps = Pick<
  Deps,
  'history' | 'store' | 'notifier' | 'clock' | 'log' | 'locks' | 'options' | 'edits'
>;

/** @returns the key of a job's card among the owed messages */
export function cardKey(jobId: string): string {
  return `${jobId}:card`;
}

/** Has to come before a move to a state that no tick takes up: a crash after the move would leave the job without a card. */
export async function oweCard({ store }: Pick<Deps, 'store'>, jobId: string): Promise<void> {
  await store.oweMessage({ key: cardKey(jobId), jobId, kind: 'card', detail: null });
}

/** @returns the thread of the job's card */
export async function threadOf({ store }: Pick<Deps, 'store'>, job: Job): Promise<Place> {
  const card = await store.owedMessage(cardKey(job.id));
  return { channelId: job.channelId, threadTs: job.threadTs ?? card?.ts ?? null };
}

/** @returns the job with its batches as it is shown now; null when it is not there */
export async function viewOf(
  deps: Pick<Deps, 'store' | 'clock' | 'history'>,
  jobId: string,
): Promise<JobView | null> {
  const job = await deps.store.job(jobId);
  if (job === null) return null;
  const batches = await deps.store.batchesOf(jobId);
  const now = deps.clock.now();
  const standings = await standingsOf(deps, job, now);
  const approvalLimitMicros = isSendable(job) ? await approvalLimit(deps, job) : null;
  const whose = { teamId: job.teamId, userId: job.submittedBy ?? job.ownerId };
  const { notify } = await preferenceOf(deps, whose);
  return {
    job,
    batches,
    now,
    eta: await etaOf(deps, job, batches),
    standings,
    approvalLimitMicros,
    triedMicros: await deps.store.ledger.triedMicros(jobId),
    notify,
    recipes: await recipesFor(deps, job),
  };
}

/** Only what a person can send from its card says what that needs. */
function isSendable({ state, retry }: Job): boolean {
  return state === 'draft' || (state === 'done' && retry !== null);
}

/** Offered until a person has written something themselves. */
async function recipesFor({ store }: Pick<Deps, 'store'>, job: Job): Promise<string[]> {
  const { state, report, settings } = job;
  if (state !== 'draft' || report === null || report.readyMade || settings.prompt !== null) return [];
  const found = (await store.recipes.list(job)).filter((recipe) => fits(recipe, report.columns));
  return [...new Set(found.map(({ name }) => name))];
}

async function standingsOf({ store }: Pick<Deps, 'store'>, job: Job, now: number): Promise<Standing[]> {
  if (job.state !== 'draft') return [];
  const { teamId, channelId, ownerId: personId } = job;
  return store.ledger.standingsFor({ teamId, channelId, personId, month: monthOf(now) });
}

async function etaOf({ history }: Pick<Deps, 'history'>, job: Job, batches: Batch[]): Promise<Eta | null> {
  if (job.state !== 'running' || job.kind === 'watched') return null;
  const requests = ofAttempt(batches, job).reduce((sum, batch) => sum + batch.requests, 0);
  const model = (job.attempt > 1 ? job.retry?.overrides.model : null) ?? job.settings.model;
  return etaFrom(await history.read(), { model, requests });
}

/**
 * Posts or edits the card, any further card that somebody asked for, and its requests for approval. Failures of Slack are
 * kept for the next tick, never thrown.
 * @returns whether every card is as it should be; false when one has to wait
 */
export async function showCard(deps: CardDeps, jobId: string): Promise<boolean> {
  return await deps.locks.hold(`card:${jobId}`, async () => {
    const view = await viewOf(deps, jobId);
    if (view === null) return true;
    await oweCard(deps, jobId);
    const owed = await deps.store.owedMessagesOf(jobId);
    let isTrue = true;
    // The request for approval stands in the thread that the card makes.
    for (const kind of ['card', 'approval'] as const)
      for (const card of owed) if (card.kind === kind && !(await showOne(deps, view, card))) isTrue = false;
    return isTrue;
  });
}

async function showOne(deps: CardDeps, view: JobView, owed: OwedMessage): Promise<boolean> {
  try {
    if (owed.state === 'given-up') return true;
    if (owed.state === 'posted' && owed.ts !== null) return await edit(deps, view, owed, owed.ts);
    if (!isDue(owed, view.now)) return false;
    return await post(deps, view, owed);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    deps.log.warn({ jobId: owed.jobId, kind: error.kind, code: error.code }, 'card could not be shown');
    await recordFailure(deps, owed, error, view.now);
    return false;
  }
}

/** @returns where a card stands: in its job's conversation, or where somebody asked for one more */
function placeOf(owed: OwedMessage, { channelId, threadTs }: Job): Place {
  return owed.detail === null ? { channelId, threadTs } : (JSON.parse(owed.detail) as { place: Place }).place;
}

function faceOf(owed: OwedMessage): Face {
  return owed.kind === 'card' ? 'card' : (JSON.parse(owed.detail ?? '{}') as { approval: number });
}

/** @returns whether a message may be posted or looked for now */
export function isDue(owed: OwedMessage, now: number): boolean {
  return owed.state === 'posting' || (owed.state === 'owed' && (owed.dueAt ?? 0) <= now);
}

/** @returns false when it has to wait */
async function post(deps: CardDeps, view: JobView, owed: OwedMessage): Promise<boolean> {
  const face = faceOf(owed);
  const place = face === 'card' ? placeOf(owed, view.job) : await threadOf(deps, view.job);
  if (face !== 'card' && place.threadTs === null) return false;
  if (owed.state === 'posting' && !(await isAbsent(deps, owed, place, view.now))) return true;
  const shownHash = deps.notifier.cardHash(view, face);
  const intent = await deps.store.moveOwedMessage(owed.key, {
    from: ['owed', 'posting'],
    to: 'posting',
    set: { attemptedAt: view.now, attempts: owed.attempts + 1 },
  });
  if (intent === null) return true;
  const { ts } = await deps.notifier.postCard(view, place, owed.key, face);
  await deps.store.moveOwedMessage(owed.key, {
    from: ['posting'],
    to: 'posted',
    set: { ts, shownHash, shownAt: view.now },
  });
  return true;
}

/** @returns false when the edit has to wait; the next one shows how things are then */
async function edit(deps: CardDeps, view: JobView, owed: OwedMessage, ts: string): Promise<boolean> {
  const face = faceOf(owed);
  const shownHash = deps.notifier.cardHash(view, face);
  if (shownHash === owed.shownHash) return true;
  const sameState = stateOf(shownHash) === stateOf(owed.shownHash ?? '');
  const isTick = sameState && isTicking(view);
  if (isTick && view.now - (owed.shownAt ?? 0) < EDIT_PAUSE_MS) return false;
  if (!deps.edits.take(isTick ? 'tick' : 'change', deps.clock.now())) return false;
  const { channelId } = face === 'card' ? placeOf(owed, view.job) : view.job;
  await deps.notifier.editCard(view, { channelId, ts }, face);
  await deps.store.moveOwedMessage(owed.key, {
    from: ['posted'],
    to: 'posted',
    set: { shownHash, shownAt: view.now },
  });
  return true;
}

/** Notifier.cardHash says what stands before the bar. */
function stateOf(hash: string): string {
  return hash.split('|')[0] ?? '';
}

/** A question to a person is no mere detail. */
function isTicking({ job, batches }: JobView): boolean {
  return (
    (job.state === 'running' || job.state === 'canceling') &&
    !batches.some(({ state }) => state === 'needs-human')
  );
}

/** What Slack's answer means for a message that is owed; edits are harmless to repeat and need no record. */
export async function recordFailure(
  deps: Pick<Deps, 'store'>,
  owed: OwedMessage,
  error: ServiceError,
  now: number,
): Promise<void> {
  if (error.kind === 'refused' || error.kind === 'gone') {
    await deps.store.moveOwedMessage(owed.key, {
      from: ['owed', 'posting', 'posted'],
      to: 'given-up',
      set: { error: error.code },
    });
  } else if (error.kind === 'busy') {
    await deps.store.moveOwedMessage(owed.key, {
      from: ['posting'],
      to: 'owed',
      set: { dueAt: now + (error.retryAfterMs ?? 5000), error: error.code },
    });
  }
}
