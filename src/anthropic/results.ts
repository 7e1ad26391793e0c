// The results of a message batch as a stream of parsed lines; the SDK's own decoder ends at the first bad line.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { ServiceError } from '../core/errors.ts';
import type { ResultLine } from '../core/result.ts';
import { type Connection, headersFor } from './connection.ts';
import { parseResultLine } from './result-line.ts';
import { answerError, isUnreachable, secondsOf } from './service-error.ts';

const STALL_MS = 60_000;
/** One answer may be long, with thinking and tool results; what is longer than this is no line. */
const LONGEST_LINE_BYTES = 64_000_000;
const NEWLINE = 10;

/**
 * Reads the results, some lines at a time. The address is built from our own base URL: the key goes to no other host.
 * A stream that ends early without an error cannot be seen here; the caller compares with the batch's counts.
 * @throws ServiceError gone when there are no results, unknown when the stream breaks or stalls
 */
export async function* readResults(connection: Connection, batchId: string): AsyncGenerator<ResultLine[]> {
  const response = await open(connection, batchId);
  let lineNumber = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      const lines: ResultLine[] = [];
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        const tail = chunk.subarray(start, end);
        const line = rest.length === 0 ? tail : Buffer.concat([...rest, tail]);
        rest = [];
        restBytes = 0;
        start = end + 1;
        if (!isBlank(line)) lines.push(parseResultLine(line, ++lineNumber));
      }
      if (start < chunk.length) {
        rest.push(chunk.subarray(start));
        restBytes += chunk.length - start;
        if (restBytes > LONGEST_LINE_BYTES) throw new Error('a line is too long');
      }
      if (lines.length > 0) yield lines;
    }
  } catch (cause) {
    throw cause instanceof ServiceError ? cause : cut(cause);
  } finally {
    response.destroy();
  }
  const last = Buffer.concat(rest);
  if (!isBlank(last)) yield [parseResultLine(last, ++lineNumber)];
}

function cut(cause: unknown): ServiceError {
  return new ServiceError('anthropic', 'unknown', 'results-cut', 'The results did not arrive whole.', {
    cause,
  });
}

function isBlank(line: Buffer): boolean {
  return line.length === 0 || (line.length === 1 && line[0] === 13);
}

function open(connection: Connection, batchId: string): Promise<IncomingMessage> {
  const url = `${connection.baseUrl}/v1/messages/batches/${encodeURIComponent(batchId)}/results`;
  return new Promise((resolve, reject) => {
    const get = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, {
      headers: headersFor(connection),
    });
    get.setTimeout(STALL_MS, () => get.destroy(new Error('stalled')));
    get.once('error', (cause) =>
      reject(
        isUnreachable(cause)
          ? new ServiceError('anthropic', 'busy', 'unreachable', 'Anthropic cannot be reached.')
          : cut(cause),
      ),
    );
    get.once('response', (response) => {
      if (response.statusCode === 200) return resolve(response);
      const retryAfterSeconds = secondsOf(response.headers['retry-after'] ?? null);
      response.resume();
      // A redirect would carry the key to another address: it is an answer like any other that is not 200.
      reject(
        answerError({
          status: response.statusCode ?? 0,
          type: null,
          errorCode: null,
          message: null,
          retryAfterSeconds,
        }),
      );
    });
    get.end();
  });
}
