// Failures of the API, sorted by what may be done about them; nothing of the request and no header stays in them.
import { APIConnectionError, APIError } from '@anthropic-ai/sdk';
import { ServiceError, type ServiceFailure } from '../core/errors.ts';

const LONGEST_WAIT_MS = 60 * 60_000;
const MESSAGE_CHARS = 300;

/** What an answer of the API says about its failure. */
export interface FailedAnswer {
  status: number;
  /** `error.type` of the body, when it is the API's own. */
  type: string | null;
  /** `error.details.error_code`. */
  errorCode: string | null;
  message: string | null;
  retryAfterSeconds: number | null;
}

/** @returns a failed answer as ours */
export function answerError({
  status,
  type,
  errorCode,
  message,
  retryAfterSeconds,
}: FailedAnswer): ServiceError {
  const code = errorCode ?? type ?? `http-${status}`;
  const text = (message ?? `Anthropic answered with status ${status}.`).slice(0, MESSAGE_CHARS);
  const retryAfterMs =
    retryAfterSeconds === null ? null : Math.min(retryAfterSeconds * 1000, LONGEST_WAIT_MS);
  return new ServiceError('anthropic', kindOf(status, errorCode), code, text, { retryAfterMs });
}

function kindOf(status: number, errorCode: string | null): ServiceFailure {
  if (status === 404) return 'gone';
  // A spend limit is no matter of waiting a little: it lasts until somebody raises it.
  if (status === 429) return errorCode?.includes('spend_limit') ? 'refused' : 'busy';
  return status >= 400 && status < 500 && status !== 408 && status !== 409 ? 'refused' : 'unknown';
}

/** @returns whatever the SDK or the network threw, as ours */
export function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof APIError && typeof error.status === 'number') {
    return answerError({
      status: error.status,
      type: error.type,
      errorCode: error.errorCode,
      message: error.apiMessage,
      retryAfterSeconds: secondsOf(error.headers?.get('retry-after') ?? null),
    });
  }
  if (isUnreachable(error)) {
    return new ServiceError('anthropic', 'busy', 'unreachable', 'Anthropic cannot be reached.', {
      retryAfterMs: 5000,
    });
  }
  const code = error instanceof APIConnectionError ? 'no-answer' : 'broken-answer';
  return new ServiceError('anthropic', 'unknown', code, 'Anthropic did not answer.');
}

/** @returns whole seconds of a retry-after header, or null */
export function secondsOf(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header.trim()) ? Number(header) : null;
}

const BEFORE_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** @returns whether no connection was made, so that not a byte can have arrived */
export function isUnreachable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && BEFORE_CONNECTION.has(cause.code)) return true;
  }
  return false;
}
