// Results as a stream of lines: any chunking, any oddity, and no line lost without a word.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connection } from '../../src/anthropic/connection.ts';
import { type ResultsLimits, readResults } from '../../src/anthropic/results.ts';
import { isResult, type ResultLine } from '../../src/core/result/result.ts';
import {
  type BatchesOptions,
  type BatchesSim,
  type Fault,
  startBatches,
} from '../../src/sim/batches/index.ts';
import { createGate, deadConnection, failureOf, KEY, startServer } from './fixture.ts';

const SHORT: ResultsLimits = { stallMs: 400, longestLineBytes: 1000 };
const COUNT = 500;

async function all(connection: Connection, id = 'msgbatch_1', limits?: ResultsLimits): Promise<ResultLine[]> {
  const lines: ResultLine[] = [];
  for await (const some of readResults(connection, id, limits)) {
    expect(some.length).toBeGreaterThan(0);
    lines.push(...some);
  }
  return lines;
}

function ids(lines: ResultLine[]): string[] {
  return lines.filter(isResult).map(({ customId }) => customId);
}

function line(customId: string, text = 'x'): string {
  const message = { model: 'claude-haiku-5-5', content: [{ type: 'text', text }] };
  return JSON.stringify({ custom_id: customId, result: { type: 'succeeded', message } });
}

/** A server whose results are these parts, each its own packet, and which then ends as told. */
function startParts(parts: (Buffer | string)[], end: 'end' | 'reset' | 'hang' = 'end') {
  return startServer(async (_request, response) => {
    response.writeHead(200);
    response.socket?.setNoDelay(true);
    for (const part of parts) {
      await new Promise<void>((resolve) => response.write(part, () => resolve()));
      await new Promise(setImmediate);
    }
    if (end === 'end') response.end();
    if (end === 'reset') response.socket?.resetAndDestroy();
  });
}

describe('with the stand-in', () => {
  let sim: BatchesSim;
  let connection: Connection;
  async function start(options: BatchesOptions = {}): Promise<string> {
    sim = await startBatches({ apiKeys: [KEY], ...options });
    connection = { apiKey: KEY, baseUrl: sim.url };
    return sim.addForeign(COUNT).id;
  }
  afterEach(() => sim.close());

  test('every request has its line, in bulk', async () => {
    const id = await start();
    sim.finish(id, (_request, index) =>
      index % 3 === 0 ? 'succeeded' : index % 3 === 1 ? 'expired' : 'errored',
    );
    const bulks: number[] = [];
    const lines: ResultLine[] = [];
    for await (const some of readResults(connection, id)) {
      bulks.push(some.length);
      lines.push(...some);
    }
    expect(new Set(ids(lines)).size).toBe(COUNT);
    expect(bulks.length).toBeLessThan(COUNT / 2);
    const statuses = lines.filter(isResult).map(({ status }) => status);
    expect(statuses.filter((status) => status === 'succeeded')).toHaveLength(Math.ceil(COUNT / 3));
    expect(sim.calls).toHaveLength(1);
    expect(sim.problems).toEqual([]);
  });

  test('CRLF, no content type, new fields, a bad line, a stranger and a double', async () => {
    const id = await start({
      oddities: {
        crlf: true,
        noContentType: true,
        extraFields: true,
        malformedLine: true,
        unknownRow: true,
        duplicateRow: true,
      },
    });
    sim.finish(id);
    const lines = await all(connection, id);
    expect(lines.filter((one) => !isResult(one))).toEqual([{ malformed: true, lineNumber: 3 }]);
    expect(ids(lines)).toHaveLength(COUNT + 2);
    expect(ids(lines)).toContain('nobody-knows-me');
  });

  const faults: [what: string, fault: Omit<Fault, 'path'>, kind: string, code: string][] = [
    ['401', { kind: 'status', status: 401 }, 'refused', 'authentication_error'],
    ['403', { kind: 'status', status: 403 }, 'refused', 'permission_error'],
    ['404', { kind: 'status', status: 404 }, 'gone', 'not_found_error'],
    ['429', { kind: 'status', status: 429, retryAfterSeconds: 4 }, 'busy', 'rate_limit_error'],
    ['500', { kind: 'status', status: 500 }, 'unknown', 'api_error'],
    ['529', { kind: 'status', status: 529 }, 'unknown', 'overloaded_error'],
    ['502 as HTML', { kind: 'html', status: 502 }, 'unknown', 'http_502'],
    ['200 as HTML', { kind: 'html', status: 200 }, 'unknown', 'unreadable-answer'],
    ['reset before an answer', { kind: 'reset-after' }, 'unknown', 'no-answer'],
    ['an echoed key', { kind: 'status', status: 400, message: KEY }, 'refused', 'invalid_request_error'],
  ];
  test.each(faults)('%s', async (_what, fault, kind, code) => {
    const id = await start();
    sim.finish(id);
    sim.faults.add({ path: /results/, ...fault });
    expect(await failureOf(all(connection, id))).toMatchObject({ kind, code });
    expect(sim.calls).toHaveLength(1);
  });

  test('not ended: the API’s own words', async () => {
    const id = await start();
    const error = await failureOf(all(connection, id));
    expect(error).toMatchObject({ kind: 'gone', message: `Message Batch ${id} has no available results.` });
  });

  test('no answer in time, and a stall on the way', async () => {
    const id = await start();
    sim.finish(id);
    sim.faults.add({ path: /results/, kind: 'hang' });
    expect(await failureOf(all(connection, id, SHORT))).toMatchObject({ kind: 'unknown', code: 'timeout' });
    sim.faults.add({ path: /results/, kind: 'stall', cutAtByte: 5000 });
    expect(await failureOf(all(connection, id, SHORT))).toMatchObject({
      kind: 'unknown',
      code: 'results-cut',
    });
    expect(sim.calls).toHaveLength(2);
  });

  test('a clean early end is no error here: what came is given', async () => {
    const id = await start();
    sim.finish(id);
    sim.faults.add({ path: /results/, kind: 'cut', cutAtByte: 5000 });
    const lines = await all(connection, id);
    expect(ids(lines).length).toBeGreaterThan(3);
    expect(ids(lines).length).toBeLessThan(COUNT);
    expect(lines.at(-1)).toMatchObject({ malformed: true });
  });
});

describe('lines', () => {
  let text: string;
  beforeEach(() => {
    text = [
      line('a', 'one\u2028two é 😀'),
      '',
      `${line('b', 'cr \r inside')}\r`,
      '\r',
      'broken',
      line('c'),
    ].join('\n');
  });

  test('are the same however the stream is cut', async () => {
    const bytes = Buffer.from(text);
    await using server = await startParts(Array.from(bytes, (_, index) => bytes.subarray(index, index + 1)));
    await using whole = await startParts([bytes, '\n']);
    const lines = await all(server.connection);
    expect(lines).toEqual(await all(whole.connection));
    expect(ids(lines)).toEqual(['a', 'b', 'c']);
    expect(lines[0]).toMatchObject({ text: 'one\u2028two é 😀' });
    expect(lines[1]).toMatchObject({ text: 'cr \r inside' });
    expect(lines[2]).toEqual({ malformed: true, lineNumber: 5 });
  });

  test('of 12 MB are read, and one that is too long is passed over', async () => {
    const long = line('long', 'z'.repeat(12_000_000));
    await using server = await startParts([`${line('a')}\n${long}\n${line('b')}\n`]);
    const lines = await all(server.connection);
    expect(ids(lines)).toEqual(['a', 'long', 'b']);
    const short = await all(server.connection, 'msgbatch_1', { ...SHORT, stallMs: 10_000 });
    expect(ids(short)).toEqual(['a', 'b']);
    expect(short[1]).toEqual({ malformed: true, lineNumber: 2 });
  });

  test('none at all', async () => {
    await using server = await startParts([]);
    expect(await all(server.connection)).toEqual([]);
  });
});

describe('the connection', () => {
  afterEach(() => void vi.useRealTimers());

  test('a reset gives what came, then says that it was cut', async () => {
    await using server = await startParts([`${line('a')}\n${line('b')}\n{"cust`], 'reset');
    const lines: ResultLine[] = [];
    const reading = (async () => {
      for await (const some of readResults(server.connection, 'msgbatch_1')) lines.push(...some);
    })();
    expect(await failureOf(reading)).toMatchObject({ kind: 'unknown', code: 'results-cut' });
    expect(ids(lines)).toEqual(['a', 'b']);
    expect(server.requests).toHaveLength(1);
  });

  test('an end before the announced length is a cut', async () => {
    await using server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-length': 5000 });
      response.write(`${line('a')}\n`, () => response.socket?.end());
    });
    expect(await failureOf(all(server.connection))).toMatchObject({ kind: 'unknown', code: 'results-cut' });
  });

  test('is closed when the reader has enough', async () => {
    const closed = createGate();
    await using server = await startServer((_request, response) => {
      response.once('close', () => closed.open());
      response.writeHead(200).write(`${line('a')}\n`);
    });
    for await (const _some of readResults(server.connection, 'msgbatch_1')) break;
    await closed.opened;
  });

  test('a reader that takes its time is not taken for a stall', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const more = createGate();
    await using server = await startServer(async (_request, response) => {
      response.writeHead(200).write(`${line('a')}\n`);
      await more.opened;
      response.end(`${line('b')}\n`);
    });
    const lines: ResultLine[] = [];
    for await (const some of readResults(server.connection, 'msgbatch_1')) {
      lines.push(...some);
      vi.advanceTimersByTime(10 * 60_000);
      more.open();
    }
    expect(ids(lines)).toEqual(['a', 'b']);
  });

  test('nobody listens; a redirect; an id that is none; a key that is none', async () => {
    expect(await failureOf(all(await deadConnection()))).toMatchObject({ kind: 'busy', code: 'unreachable' });
    await using elsewhere = await startParts([line('a')]);
    await using server = await startServer((_request, response) => {
      response.writeHead(302, { location: `${elsewhere.connection.baseUrl}/results` }).end();
    });
    expect(await failureOf(all(server.connection))).toMatchObject({ kind: 'refused', code: 'redirected' });
    expect(await failureOf(all(server.connection, '../../models'))).toMatchObject({ kind: 'gone' });
    expect(await failureOf(all({ ...server.connection, apiKey: `${KEY}\n` }))).toMatchObject({
      kind: 'refused',
      code: 'authentication_error',
    });
    expect(elsewhere.requests).toHaveLength(0);
    expect(server.requests).toHaveLength(1);
  });
});
