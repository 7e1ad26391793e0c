// Another attempt: which rows of an ended job deserve to be sent again, and how.

import type { Settings } from '../draft/settings.ts';
import type { Effort, Thinking } from '../draft/thinking.ts';
import type { PlannedBatch } from '../job/batch.ts';
import type { CachePlan } from '../money/cache.ts';
import type { Estimate } from '../money/estimate.ts';
import { isSpendLimit } from '../trouble/explain.ts';
import type { ResultStatus } from './tally.ts';

export const RETRY_KINDS = ['expired', 'errored', 'cut-off', 'refused', 'misfit', 'all'] as const;
export type RetryKind = (typeof RETRY_KINDS)[number];

/** What is asked differently this time; null: as before. */
export interface Overrides {
  model: string | null;
  maxTokens: number | null;
  /** null: as the model has it by itself; left out: as before. */
  effort?: Effort | null;
  thinking?: Thinking | null;
}

export const NO_OVERRIDES: Overrides = { model: null, maxTokens: null };

/** Which rows to send again; null: those that may succeed as they are. */
export interface RetryChoice {
  only: RetryKind | null;
  overrides: Overrides;
}

/** One more attempt, counted and priced before a person agrees to it. */
export interface Retry extends RetryChoice {
  /** The attempt that it is or would be; 2 for the first retry. */
  attempt: number;
  requests: number;
  /** Rows that get a new result: more than requests where rows gave the same one. */
  rows: number;
  estimate: Estimate | null;
  plan: PlannedBatch[];
  /** As of a draft. */
  cache: CachePlan | null;
  /** What the job said of its last submission before this one was submitted; that stands again when nothing of it is sent. */
  before?: { submittedBy: string | null; submittedAt: number | null; notice: string | null };
  /** The highest limit of tokens per answer that earlier attempts had; those of earlier versions do not say. */
  triedMaxTokens?: number;
}

/**
 * @param settings of the draft; null where rows may have been asked with others, so that whatever is said is a change:
 *   ready-made requests bring their own, and an earlier retry may have had its own
 * @returns whether anything is asked differently
 */
export function asksOtherwise(
  settings: Pick<Settings, 'model' | 'maxTokens' | 'effort' | 'thinking'> | null,
  { model, maxTokens, effort, thinking }: Overrides,
): boolean {
  if (settings === null)
    return model !== null || maxTokens !== null || effort !== undefined || thinking !== undefined;
  return (
    (model !== null && model !== settings.model) ||
    (maxTokens !== null && maxTokens !== settings.maxTokens) ||
    (effort !== undefined && effort !== (settings.effort ?? null)) ||
    (thinking !== undefined && thinking !== (settings.thinking ?? null))
  );
}

/** @returns the highest limit of tokens per answer that rows of a job were sent with */
export function triedLimit(job: {
  settings: { maxTokens: number };
  attempt: number;
  retry: Pick<Retry, 'attempt' | 'overrides' | 'triedMaxTokens'> | null;
}): number {
  const { settings, attempt, retry } = job;
  // An offer was sent by nobody yet.
  const sent = retry !== null && retry.attempt <= attempt ? retry.overrides.maxTokens : null;
  return Math.max(settings.maxTokens, sent ?? 0, retry?.triedMaxTokens ?? 0);
}

/** How a row came out: its current result, or null when none came back. */
export interface RowOutcome {
  status: ResultStatus;
  stopReason: string | null;
  errorType: string | null;
  error: string | null;
  /** Whether its answer lacks a field that was asked for. */
  isMisfit: boolean;
}

/** stop_reasons of answers that ended before they were complete. */
export const CUT_OFF_REASONS = ['max_tokens', 'model_context_window_exceeded', 'pause_turn'] as const;

/** Errors that the same request would meet again; everything else is Anthropic's own trouble and passes. */
const LASTING_ERRORS = new Set([
  'invalid_request_error',
  'not_found_error',
  'permission_error',
  'request_too_large',
]);

/** What was uploaded for a job is uploaded again for its next attempt. */
const FILE_GONE = /^File (?:not found|has expired)\b/;

/** @returns whether a failed request may succeed unchanged; a low credit balance comes as an invalid request, too */
export function mayPass(errorType: string | null, error: string | null): boolean {
  if (errorType === null || !LASTING_ERRORS.has(errorType)) return true;
  if (FILE_GONE.test(error ?? '')) return true;
  return isSpendLimit(errorType, error ?? '') || /credit balance/i.test(error ?? '');
}

/** @param isChanged whether anything is asked differently @returns whether a row of this outcome belongs to the attempt */
export function isRetried(outcome: RowOutcome | null, only: RetryKind | null, isChanged: boolean): boolean {
  switch (outcomeKind(outcome)) {
    case 'succeeded':
      return false;
    case 'expired':
      return only === null || only === 'expired' || only === 'all';
    case 'errored':
      if (only !== null && only !== 'errored' && only !== 'all') return false;
      return isChanged || outcome === null || mayPass(outcome.errorType, outcome.error);
    case 'cut-off':
      // As it was, it would be cut off again at the same place.
      return isChanged && (only === null || only === 'cut-off' || only === 'all');
    case 'refused':
      return only === 'refused' || only === 'all';
    case 'misfit':
      // Answers differ from one time to the next: as it was, it may fit.
      return only === null || only === 'misfit' || only === 'all';
    case 'canceled':
      return only === 'all';
  }
}

/** How a row came out: `succeeded` only with a whole answer. */
export type OutcomeKind = 'succeeded' | 'canceled' | Exclude<RetryKind, 'all'>;

/** @returns how a row came out; a request without a result counts as errored */
export function outcomeKind(outcome: RowOutcome | null): OutcomeKind {
  if (outcome === null) return 'errored';
  if (outcome.status !== 'succeeded') return outcome.status;
  if (outcome.stopReason === 'refusal') return 'refused';
  if (!isWhole(outcome.stopReason)) return 'cut-off';
  return outcome.isMisfit ? 'misfit' : 'succeeded';
}

/** @returns whether an answer with this stop_reason is all there, and no refusal */
export function isWhole(stopReason: string | null): boolean {
  return stopReason !== 'refusal' && !CUT_OFF_REASONS.some((reason) => reason === stopReason);
}

/** @returns whether a later result is the better one for its row: an answer, even cut off, is never given up for a failure */
export function replaces(later: ResultStatus, earlier: ResultStatus): boolean {
  return later === 'succeeded' || earlier !== 'succeeded';
}
