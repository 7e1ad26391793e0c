// Creates one message batch from a stream of known length. Never repeated here: a second call could buy a second batch.

import type { RemoteBatch } from '../core/job/batch.ts';
import { BATCHES_PATH, type Connection } from './connection.ts';
import { POST_LIMITS, type PostLimits, post } from './post.ts';
import type { Body } from './send-body.ts';
import { readBatch } from './wire.ts';

/**
 * Posts the body and reads the answer, which may come before all is sent (platform.claude.com/docs/en/build-with-claude/batch-processing).
 * @param limits shorter ones are for tests
 * @throws ServiceError: refused, gone and busy mean that nothing was created, unknown that nobody can tell;
 *   whatever `chunks` throws, after the connection was cut with the body incomplete
 */
export function createBatch(
  connection: Connection,
  body: Body,
  limits: PostLimits = POST_LIMITS,
): Promise<RemoteBatch> {
  return post(
    connection,
    { path: BATCHES_PATH, contentType: 'application/json', body, read: readBatch },
    limits,
  );
}
