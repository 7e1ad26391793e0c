// An answer of the API on its way out, and the errors in the API's own words.
import type { Json } from './sim.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export function json(body: Json, headers: Record<string, string> = {}): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** Thrown by checks; becomes the error envelope. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly type: string;
  readonly headers: Record<string, string>;
  readonly errorCode: string | null;

  constructor(
    status: number,
    type: string,
    message: string,
    headers: Record<string, string> = {},
    errorCode: string | null = null,
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.headers = headers;
    this.errorCode = errorCode;
  }
}

export function badRequest(message: string): ApiFailure {
  return new ApiFailure(400, 'invalid_request_error', message);
}

export function notFound(message: string): ApiFailure {
  return new ApiFailure(404, 'not_found_error', message, { 'x-should-retry': 'false' });
}

export function failureAnswer(failure: ApiFailure, requestId: string): Answer {
  const details = failure.errorCode === null ? {} : { details: { error_code: failure.errorCode } };
  const body = {
    type: 'error',
    error: { type: failure.type, message: failure.message, ...details },
    request_id: requestId,
  };
  return {
    status: failure.status,
    headers: { 'content-type': 'application/json', ...failure.headers },
    body: JSON.stringify(body),
  };
}
