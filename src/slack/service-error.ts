// Errors of Slack's SDK, sorted by what may be done about them; nothing of the request stays in them.
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { ServiceError, type ServiceFailure } from '../core/errors.ts';

/** Slack performed nothing, and what was named is not there. */
const GONE = new Set([
  'message_not_found',
  'channel_not_found',
  'file_not_found',
  'file_deleted',
  'thread_not_found',
  'user_not_found',
  'not_visible',
]);
/** The bot's token is not good any more: nothing is wrong with what was asked, and it waits for another token. */
const LOCKED_OUT = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'org_login_required',
  'team_access_not_granted',
]);
const LOCKED_OUT_MS = 60_000;
/** Slack may or may not have performed the call. */
const UNSURE = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);
/** @returns whether Slack's code says that the token is refused, whatever is asked with it */
export function isLockedOut(code: string): boolean {
  return LOCKED_OUT.has(code);
}

/** Of HTTP, where a proxy may answer in Slack's place: it gave up on a call that Slack may have performed. */
function isUnsureStatus(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 499;
}

/** @returns the failure as ours; an error that is not Slack's comes back as unknown */
export function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof WebAPIRateLimitedError) return failure('busy', 'ratelimited', error.retryAfter * 1000);
  if (error instanceof WebAPIPlatformError) return platformFailure(String(error.data.error));
  if (error instanceof WebAPIHTTPError)
    return failure(isUnsureStatus(error.statusCode) ? 'unknown' : 'refused', `http-${error.statusCode}`);
  if (error instanceof WebAPIRequestError && isUnreachable(error))
    return failure('busy', 'unreachable', 2000);
  return failure('unknown', error instanceof WebAPIRequestError ? 'no-answer' : 'unexpected');
}

function platformFailure(code: string): ServiceError {
  // A body that is no JSON arrives here as the "code": it must not reach a log.
  if (!/^[a-z][a-z0-9_]{0,60}$/.test(code)) return failure('unknown', 'unreadable-answer');
  if (code === 'ratelimited' || code === 'rate_limited') return failure('busy', code, 1000);
  if (isLockedOut(code)) return failure('busy', code, LOCKED_OUT_MS);
  if (GONE.has(code)) return failure('gone', code);
  return failure(UNSURE.has(code) ? 'unknown' : 'refused', code);
}

function failure(kind: ServiceFailure, code: string, retryAfterMs: number | null = null): ServiceError {
  return new ServiceError('slack', kind, code, `Slack answered ${code}.`, { retryAfterMs });
}

/** Whether no connection was made, so that nothing can have been performed. */
function isUnreachable(error: unknown): boolean {
  for (
    let cause: unknown = error;
    cause instanceof Error;
    cause = cause.cause ?? ('original' in cause ? cause.original : undefined)
  ) {
    if (
      'code' in cause &&
      (cause.code === 'ECONNREFUSED' || cause.code === 'ENOTFOUND' || cause.code === 'EAI_AGAIN')
    )
      return true;
  }
  return false;
}
