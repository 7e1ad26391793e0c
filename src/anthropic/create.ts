// Creates one message batch from a stream of known length. Never repeated here: a second call could buy a second batch.

import { ServiceError } from '../core/errors.ts';
import type { RemoteBatch } from '../core/job/batch.ts';
import { type Call, callTimer, openCall, readAnswer, type Timer } from './call.ts';
import { BATCHES_PATH, type Connection } from './connection.ts';
import { noAnswer, notSentWhole, unreachable } from './errors.ts';
import { type Body, sendBody } from './send-body.ts';
import { readBatch } from './wire.ts';

/** Milliseconds. */
export interface CreateLimits {
  /** To connect, and without any progress while sending. */
  stallMs: number;
  /** For the whole answer: Anthropic checks the body before it answers. */
  answerMs: number;
}

const LIMITS: CreateLimits = { stallMs: 60_000, answerMs: 120_000 };

/**
 * Posts the body and reads the answer, which may come before all is sent (platform.claude.com/docs/en/build-with-claude/batch-processing).
 * @param limits shorter ones are for tests
 * @throws ServiceError: refused, gone and busy mean that nothing was created, unknown that nobody can tell;
 *   whatever `chunks` throws, after the connection was cut with the body incomplete
 */
export async function createBatch(
  connection: Connection,
  body: Body,
  limits: CreateLimits = LIMITS,
): Promise<RemoteBatch> {
  const call = openCall(connection, {
    method: 'POST',
    path: BATCHES_PATH,
    headers: { 'content-type': 'application/json', 'content-length': body.lengthBytes },
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
    return await readOutcome(connection, call, { isWhole, timer });
  } finally {
    timer.stop();
    call.request.destroy();
  }
}

async function readOutcome(
  connection: Connection,
  call: Call,
  { isWhole, timer }: { isWhole: boolean; timer: Timer },
): Promise<RemoteBatch> {
  try {
    return readBatch(await readAnswer(await call.response, connection));
  } catch (error) {
    const failure = error instanceof ServiceError ? error : noAnswer(error, timer.hasExpired());
    throw isWhole ? failure : notSentWhole(failure);
  }
}
