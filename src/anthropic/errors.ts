// Failures of the API, sorted by what may be done about them; no request content, key or header stays in them.
import { ServiceError, type ServiceFailure } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { isSpendLimit } from '../core/trouble/explain.ts';
import { plainText } from './plain-text.ts';
import { retryAfterMs } from './retry-after.ts';

/** An answer that is no success. */
export interface FailedAnswer {
  status: number;
  /** The parsed body; anything when it is not JSON. */
  body: unknown;
  /** The header `retry-after`. */
  retryAfter: string | null;
}

/** What a status means when the body does not say (413 and 5xx may come as HTML from the edge). */
const CODE_BY_STATUS: Record<number, string> = {
  401: 'authentication_error',
  402: 'billing_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** The server may or may not have begun to act on these. */
const UNDECIDED = new Set([408, 409, 425, 499]);

/**
 * Sorts an answer by its status, and a 429 by what it says (platform.claude.com/docs/en/api/errors).
 * @param apiKey taken out of the message, should a server echo it
 */
export function answerError({ status, body, retryAfter }: FailedAnswer, apiKey: string): ServiceError {
  const error = isJsonObject(body) && isJsonObject(body.error) ? body.error : {};
  const details = isJsonObject(error.details) ? error.details : {};
  const message = typeof error.message === 'string' ? plainText(error.message, apiKey) : '';
  const code = codeOf(details.error_code) ?? codeOf(error.type) ?? CODE_BY_STATUS[status] ?? `http_${status}`;
  const waitMs = retryAfterMs(retryAfter, Date.now());
  if (status >= 300 && status < 400) return redirected();
  return new ServiceError(
    'anthropic',
    kindOf(status, code, message, waitMs),
    code,
    message || `Anthropic answered with status ${status}.`,
    { retryAfterMs: waitMs },
  );
}

function kindOf(status: number, code: string, message: string, waitMs: number | null): ServiceFailure {
  if (status === 404) return 'gone';
  if (status === 429) return isSpendLimit(code, message) && waitMs === null ? 'refused' : 'busy';
  return status >= 400 && status < 500 && !UNDECIDED.has(status) ? 'refused' : 'unknown';
}

function redirected(): ServiceError {
  return new ServiceError(
    'anthropic',
    'refused',
    'redirected',
    'The address of the API leads to another one, and the key is not sent there.',
  );
}

function codeOf(value: unknown): string | null {
  return typeof value === 'string' && /^[\w-]{1,80}$/.test(value) ? value : null;
}

/** Our own time limit ran out. */
export class TimeLimit extends Error {
  override readonly name = 'TimeLimit';
}

/** @returns the failure of a call that was begun and got no whole answer; timedOut: our time limit ended it */
export function noAnswer(error: unknown, timedOut: boolean): ServiceError {
  return timedOut
    ? unknownOutcome('timeout', 'Anthropic did not answer in time.', new TimeLimit())
    : unknownOutcome('no-answer', 'The connection to Anthropic broke before its answer.', error);
}

/** @returns the failure of a call whose answer is not what the API gives */
export function unreadableAnswer(): ServiceError {
  return unknownOutcome('unreadable-answer', 'Anthropic’s answer could not be read.', null);
}

/** @returns the failure of results that began to arrive and broke off */
export function resultsCut(error: unknown): ServiceError {
  return unknownOutcome('results-cut', 'The results did not arrive whole.', error);
}

/** @returns the failure of a call for which no connection was made, so that nothing can have arrived */
export function unreachable(error: unknown): ServiceError {
  return new ServiceError('anthropic', 'busy', 'unreachable', 'Anthropic cannot be reached.', {
    cause: bareCause(error),
  });
}

/** @returns what an unknown outcome becomes when the body was certainly not sent whole: nothing was done */
export function notSentWhole(error: ServiceError): ServiceError {
  if (error.kind !== 'unknown') return error;
  return new ServiceError(
    'anthropic',
    'busy',
    'send-broken',
    'The connection to Anthropic broke while sending; nothing was created.',
    { cause: bareCause(error.cause) },
  );
}

function unknownOutcome(code: string, message: string, error: unknown): ServiceError {
  return new ServiceError('anthropic', 'unknown', code, message, { cause: bareCause(error) });
}

/** Errors of the SDK hold headers, those of Node's parser raw bytes: only the name of the failure is kept. */
function bareCause(error: unknown): Error {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(cause.code)) {
      return new Error(cause.code);
    }
    // Made here already, from an earlier error.
    if (cause.constructor === Error && /^[A-Z][A-Z0-9_]{2,60}$/.test(cause.message))
      return new Error(cause.message);
  }
  return new Error(error instanceof TimeLimit ? 'TIME_LIMIT' : 'UNKNOWN');
}
