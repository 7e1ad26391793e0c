// The results of a message batch as a stream of parsed lines; the SDK's own decoder ends at the first bad line.
import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../core/errors.ts';
import type { ResultLine } from '../core/result/result.ts';
import { type Call, callTimer, openCall, readAnswer, type Timer } from './call.ts';
import { batchPath, type Connection } from './connection.ts';
import { noAnswer, resultsCut, unreachable, unreadableAnswer } from './errors.ts';
import { createLineSplitter } from './line-splitter.ts';
import { parseResultLine } from './result-line.ts';

export interface ResultsLimits {
  /** Milliseconds without a byte; the time that the consumer takes does not count. */
  stallMs: number;
  /** What is longer than this is not kept, and given as malformed. */
  longestLineBytes: number;
}

const LIMITS: ResultsLimits = { stallMs: 60_000, longestLineBytes: 64 * 1024 * 1024 };

/**
 * Reads the results, the lines of one chunk at a time. The address is built from our own base URL and no redirect is
 * followed, so the key goes to no other host. A stream that ends early without an error cannot be seen here: the caller
 * compares with the batch's counts.
 * @param limits shorter ones are for tests
 * @throws ServiceError gone when there are no results, unknown 'results-cut' when the stream breaks or stalls
 */
export async function* readResults(
  connection: Connection,
  batchId: string,
  limits: ResultsLimits = LIMITS,
): AsyncGenerator<ResultLine[]> {
  const call = openCall(connection, { method: 'GET', path: batchPath(batchId, '/results') });
  const timer = callTimer(call);
  const splitter = createLineSplitter(limits.longestLineBytes);
  let lineNumber = 0;
  const parse = (lines: (Buffer | null)[]) => lines.flatMap((line) => parseLine(line, ++lineNumber));
  try {
    timer.restart(limits.stallMs);
    const response = await open(connection, call, timer);
    for await (const chunk of timedChunks(response, timer, limits.stallMs)) {
      const parsed = parse(splitter.push(chunk));
      if (parsed.length > 0) yield parsed;
    }
    const parsed = parse([splitter.rest()]);
    if (parsed.length > 0) yield parsed;
  } finally {
    timer.stop();
    call.request.destroy();
  }
}

async function open(connection: Connection, call: Call, timer: Timer): Promise<IncomingMessage> {
  call.request.end();
  await call.connected.catch((error: unknown) => {
    throw unreachable(error);
  });
  try {
    const response = await call.response;
    // A page of a proxy; results had no content type for long, so nothing else is asked of it.
    const isPage = response.headers['content-type']?.includes('text/html') ?? false;
    if (response.statusCode === 200 && !isPage) return response;
    await readAnswer(response, connection);
  } catch (error) {
    throw error instanceof ServiceError ? error : noAnswer(error, timer.hasExpired());
  }
  throw unreadableAnswer();
}

/** The timer runs only while a chunk is awaited. */
async function* timedChunks(
  response: IncomingMessage,
  timer: Timer,
  stallMs: number,
): AsyncGenerator<Buffer> {
  const source: AsyncIterator<Buffer> = response[Symbol.asyncIterator]();
  for (;;) {
    timer.restart(stallMs);
    const next = await source.next().catch((error: unknown) => {
      throw resultsCut(error);
    });
    timer.stop();
    if (next.done) return;
    yield next.value;
  }
}

function parseLine(line: Buffer | null, lineNumber: number): ResultLine[] {
  if (line === null) return [{ malformed: true, lineNumber }];
  const isBlank = line.length === 0 || (line.length === 1 && line[0] === 13);
  return isBlank ? [] : [parseResultLine(line, lineNumber)];
}
