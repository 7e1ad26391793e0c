// Creates one message batch from a stream of known length. Never repeated here: a second call could buy a second batch.

import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RemoteBatch } from '../core/batch.ts';
import { ServiceError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { type Connection, headersFor } from './connection.ts';
import { answerError, isUnreachable, secondsOf } from './service-error.ts';
import { readBatch } from './wire.ts';

/** Anthropic checks the whole body before it answers. */
const ANSWER_MS = 120_000;
/** Without any progress for this long the connection is given up. */
const STALL_MS = 60_000;
const ANSWER_BYTES = 1_000_000;

export interface Body {
  lengthBytes: number;
  chunks: Iterable<Uint8Array>;
}

/**
 * Posts the body and reads the answer.
 * @throws ServiceError: refused and busy mean that nothing was created, unknown that nobody can tell;
 *   whatever `chunks` throws, after the connection was cut, so that Anthropic cannot have had the whole body
 */
export async function createBatch(connection: Connection, body: Body): Promise<RemoteBatch> {
  const url = `${connection.baseUrl}/v1/messages/batches`;
  const post = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, {
    method: 'POST',
    headers: {
      ...headersFor(connection),
      'content-type': 'application/json',
      'content-length': body.lengthBytes,
    },
  });
  // A dead or silent connection is noticed whatever this side is doing.
  post.setTimeout(STALL_MS, () => post.destroy(new Error('no progress')));
  const answered = once(post, 'response').then(([response]) => readAnswer(response as IncomingMessage));
  // An early refusal is read below; until then its failure must not count as unhandled.
  answered.catch(() => {});
  const progress: Progress = { sentBytes: 0, lengthBytes: body.lengthBytes };
  try {
    const early = await sendChunks(post, body.chunks, answered, progress);
    if (early === null) {
      post.setTimeout(ANSWER_MS);
      post.end();
    }
    return toBatch(early ?? (await answered));
  } catch (error) {
    throw sorted(error, progress.sentBytes >= progress.lengthBytes);
  } finally {
    post.destroy();
  }
}

/** Counted before a chunk is written: from the last write on, Anthropic may have the whole body. */
interface Progress {
  sentBytes: number;
  lengthBytes: number;
}

interface Answer {
  status: number;
  retryAfterSeconds: number | null;
  text: string;
}

/** Writes with back-pressure. @returns an answer that came before the body was sent, or null */
async function sendChunks(
  post: ClientRequest,
  chunks: Iterable<Uint8Array>,
  answered: Promise<Answer>,
  progress: Progress,
): Promise<Answer | null> {
  let early: Answer | null = null;
  const watch = answered.then((answer) => {
    early = answer;
  });
  const failure = new Promise<never>((_, reject) => post.once('error', reject));
  failure.catch(() => {});
  for (const chunk of chunks) {
    if (early !== null) return early;
    progress.sentBytes += chunk.length;
    const isFree = post.write(chunk);
    if (!isFree) await Promise.race([once(post, 'drain'), watch, failure]);
    else await nextTurn();
  }
  return early;
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response) {
    bytes += (part as Buffer).length;
    if (bytes > ANSWER_BYTES) throw new Error('the answer is too long');
    parts.push(part as Buffer);
  }
  return {
    status: response.statusCode ?? 0,
    retryAfterSeconds: secondsOf(response.headers['retry-after'] ?? null),
    text: Buffer.concat(parts).toString('utf8'),
  };
}

function toBatch({ status, retryAfterSeconds, text }: Answer): RemoteBatch {
  const body = parseJson(text);
  if (status >= 200 && status < 300) return readBatch(body);
  const error = isJsonObject(body) && isJsonObject(body.error) ? body.error : {};
  const details = isJsonObject(error.details) ? error.details : {};
  throw answerError({
    status,
    type: typeof error.type === 'string' ? error.type : null,
    errorCode: typeof details.error_code === 'string' ? details.error_code : null,
    message: typeof error.message === 'string' ? error.message : null,
    retryAfterSeconds,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A network failure before the body was whole created nothing; after it, nobody can tell. */
function sorted(error: unknown, whole: boolean): unknown {
  if (error instanceof ServiceError || !isNetworkError(error)) return error;
  if (isUnreachable(error))
    return new ServiceError('anthropic', 'busy', 'unreachable', 'Anthropic cannot be reached.', {
      retryAfterMs: 5000,
    });
  if (!whole)
    return new ServiceError(
      'anthropic',
      'busy',
      'send-broken',
      'The connection to Anthropic broke while sending.',
      { retryAfterMs: 5000 },
    );
  return new ServiceError('anthropic', 'unknown', 'no-answer', 'Anthropic did not answer.');
}

function isNetworkError(error: unknown): boolean {
  return (
    error instanceof Error &&
    (('code' in error && typeof error.code === 'string') ||
      error.message === 'no progress' ||
      error.message === 'aborted' ||
      error.message === 'the answer is too long')
  );
}
