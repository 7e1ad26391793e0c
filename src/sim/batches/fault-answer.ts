// What a fault answers in place of the API.
import { type Answer, ApiFailure, failureAnswer, page } from './answer.ts';
import type { Fault } from './faults.ts';

/** The error types that go with each status. */
const TYPES: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** @returns null when the fault lets the call itself answer */
export function faultAnswer(fault: Fault | undefined, requestId: string): Answer | null {
  if (fault?.kind === 'html') return page(fault.status ?? 502, `${fault.status ?? 502} Bad Gateway`);
  if (fault?.kind !== 'status' && fault?.kind !== 'status-after') return null;
  const status = fault.status ?? 500;
  const headers: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
  if (status === 401 || status === 404) headers['x-should-retry'] = 'false';
  const type = fault.errorType ?? TYPES[status] ?? 'api_error';
  const message = fault.message ?? 'A fault to order.';
  return failureAnswer(new ApiFailure(status, type, message, headers, fault.errorCode ?? null), requestId);
}
