// An answer of the API on its way out, and the errors in the API's own words.
import type { Json } from './json.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** An answer whose lines are made while they are sent. */
export interface Lines {
  headers: Record<string, string>;
  lines: Iterable<string>;
}

export function json(body: Json, headers: Record<string, string> = {}): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

export function page(status: number, title: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: `<html>\r\n<head><title>${title}</title></head>\r\n<body><center><h1>${title}</h1></center></body>\r\n</html>\r\n`,
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

export function badRequest(message: string, errorCode: string | null = null): ApiFailure {
  return new ApiFailure(400, 'invalid_request_error', message, {}, errorCode);
}

export function unauthorized(message: string): ApiFailure {
  return new ApiFailure(401, 'authentication_error', message, { 'x-should-retry': 'false' });
}

export function notFound(message: string): ApiFailure {
  return new ApiFailure(404, 'not_found_error', message, { 'x-should-retry': 'false' });
}

export function rateLimited(message: string, retryAfterSeconds: number): ApiFailure {
  return new ApiFailure(429, 'rate_limit_error', message, { 'retry-after': String(retryAfterSeconds) });
}

/** @param requestId null leaves it out, as older errors did */
export function failureAnswer(failure: ApiFailure, requestId: string | null): Answer {
  const details = failure.errorCode === null ? {} : { details: { error_code: failure.errorCode } };
  const body = {
    type: 'error',
    error: { type: failure.type, message: failure.message, ...details },
    ...(requestId === null ? {} : { request_id: requestId }),
  };
  return {
    status: failure.status,
    headers: { 'content-type': 'application/json', ...failure.headers },
    body: JSON.stringify(body),
  };
}
