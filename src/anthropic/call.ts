// One HTTP call made without the SDK: a connection of its own, no retry, no redirect followed.
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Connection, headersFor } from './connection.ts';
import { answerError, TimeLimit, unreadableAnswer } from './errors.ts';

const LONGEST_ANSWER_BYTES = 1_000_000;

export interface Call {
  request: ClientRequest;
  /** Resolves when bytes can be sent; rejects when no connection was made. */
  connected: Promise<void>;
  /** Rejects when the connection ends without an answer. */
  response: Promise<IncomingMessage>;
}

export interface CallOptions {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string | number>;
}

/** Begins a call; nothing is sent before the caller writes or ends it. @throws ServiceError for a key that is none */
export function openCall(connection: Connection, { method, path, headers }: CallOptions): Call {
  const url = connection.baseUrl + path;
  const isTls = url.startsWith('https:');
  const request = (isTls ? httpsRequest : httpRequest)(url, {
    method,
    // A kept connection may be closed at the other end just now, and nobody could tell what arrived.
    agent: false,
    headers: { ...headersFor(connection), ...headers },
  });
  const connected = new Promise<void>((resolve, reject) => {
    request.once('socket', (socket) => socket.once(isTls ? 'secureConnect' : 'connect', resolve));
    request.on('error', reject);
  });
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
    request.once('close', () => reject(new Error('closed')));
  });
  // Both are looked at later; until then a failure must not count as unhandled.
  connected.catch(() => {});
  response.catch(() => {});
  return { request, connected, response };
}

/** Ends the call with a TimeLimit when it is not restarted or stopped in time. */
export interface Timer {
  restart(ms: number): void;
  stop(): void;
  /** Node tells of an ended call in many ways; the timer knows whether it was its doing. */
  hasExpired(): boolean;
}

/** @returns a timer that does not run yet */
export function callTimer({ request }: Call): Timer {
  let handle: NodeJS.Timeout | undefined;
  let expired = false;
  function expire(): void {
    expired = true;
    request.destroy(new TimeLimit());
  }
  return {
    restart(ms) {
      clearTimeout(handle);
      handle = setTimeout(expire, ms);
    },
    stop: () => clearTimeout(handle),
    hasExpired: () => expired,
  };
}

/**
 * Reads a short answer.
 * @returns the parsed body of a success
 * @throws ServiceError for any other answer; what Node throws when it does not arrive whole
 */
export async function readAnswer(response: IncomingMessage, { apiKey }: Connection): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > LONGEST_ANSWER_BYTES) throw unreadableAnswer();
    parts.push(part);
  }
  const body = parseJson(Buffer.concat(parts).toString('utf8'));
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return body;
  throw answerError({ status, body, retryAfter: response.headers['retry-after'] ?? null }, apiKey);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
