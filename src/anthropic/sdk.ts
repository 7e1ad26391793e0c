// The SDK with everything switched off that would act on its own: retries, redirects, logs, traces, the environment.
import Anthropic, { APIError } from '@anthropic-ai/sdk';
import { ServiceError } from '../core/errors.ts';
import { type Connection, headersFor } from './connection.ts';
import { answerError, noAnswer, unreachable, unreadableAnswer } from './errors.ts';

/** @returns a client that talks with this key to this address, whatever the environment says */
export function createSdk(connection: Connection): Anthropic {
  return new Anthropic({
    // With a key given, the SDK looks for no other one in the environment or in profiles on disk.
    apiKey: connection.apiKey,
    authToken: null,
    webhookKey: null,
    baseURL: connection.baseUrl,
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
    fetchOptions: { redirect: 'manual' },
    // ANTHROPIC_CUSTOM_HEADERS cannot be switched off and could replace the key: only our headers go out.
    fetch: (address, init) => {
      const given = new Headers(init?.headers);
      const headers = new Headers(headersFor(connection));
      for (const name of ['accept', 'content-type']) {
        const value = given.get(name);
        if (value !== null) headers.set(name, value);
      }
      return fetch(address, { ...init, headers });
    },
  });
}

/** No connection was made when an error has one of these codes. */
const BEFORE_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * @param timedOut whether our time limit ended the call
 * @returns whatever the SDK threw, as ours; its own errors hold headers and are not kept
 */
export function sdkError(error: unknown, timedOut: boolean, apiKey: string): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof APIError && typeof error.status === 'number') {
    const { status, error: body, headers } = error;
    return answerError({ status, body, retryAfter: headers?.get('retry-after') ?? null }, apiKey);
  }
  if (!timedOut && isBeforeConnection(error)) return unreachable(error);
  // A body that is no JSON although it says so.
  if (!timedOut && error instanceof SyntaxError) return unreadableAnswer();
  return noAnswer(error, timedOut);
}

function isBeforeConnection(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && BEFORE_CONNECTION.has(cause.code)) return true;
  }
  return false;
}
