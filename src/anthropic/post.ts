// Posts a stream of known length, once, and tells whether it can have arrived.
import { ServiceError } from '../core/errors.ts';
import { type Call, callTimer, openCall, readAnswer, type Timer } from './call.ts';
import type { Connection } from './connection.ts';
import { noAnswer, notSentWhole, unreachable } from './errors.ts';
import { type Body, sendBody } from './send-body.ts';

/** Milliseconds. */
export interface PostLimits {
  /** To connect, and without any progress while sending. */
  stallMs: number;
  /** For the whole answer: Anthropic checks the body before it answers. */
  answerMs: number;
}

export const POST_LIMITS: PostLimits = { stallMs: 60_000, answerMs: 120_000 };

export interface Post<T> {
  path: string;
  contentType: string;
  body: Body;
  /** @throws ServiceError when the answer cannot be read */
  read(answer: unknown): T;
}

/**
 * Posts the body and reads the answer, which may come before all is sent.
 * @throws ServiceError: refused, gone and busy mean that nothing was done, unknown that nobody can tell;
 *   whatever the body's chunks throw, after the connection was cut with the body incomplete
 */
export async function post<T>(
  connection: Connection,
  { path, contentType, body, read }: Post<T>,
  limits: PostLimits,
): Promise<T> {
  const call = openCall(connection, {
    method: 'POST',
    path,
    headers: { 'content-type': contentType, 'content-length': body.lengthBytes },
  });
  const timer = callTimer(call);
  try {
    timer.restart(limits.stallMs);
    await call.connected.catch((error: unknown) => {
      throw unreachable(error);
    });
    timer.restart(limits.stallMs);
    const isWhole = await sendBody(call, body, () => timer.restart(limits.stallMs));
    timer.restart(limits.answerMs);
    return await readOutcome(connection, call, { isWhole, timer, read });
  } finally {
    timer.stop();
    call.request.destroy();
  }
}

async function readOutcome<T>(
  connection: Connection,
  call: Call,
  { isWhole, timer, read }: { isWhole: boolean; timer: Timer; read: (answer: unknown) => T },
): Promise<T> {
  try {
    return read(await readAnswer(await call.response, connection));
  } catch (error) {
    const failure = error instanceof ServiceError ? error : noAnswer(error, timer.hasExpired());
    throw isWhole ? failure : notSentWhole(failure);
  }
}
