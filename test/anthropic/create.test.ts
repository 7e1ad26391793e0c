// One create call: streamed, never repeated, and every outcome sorted by whether something may have been created.
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBatchApi } from '../../src/anthropic/client.ts';
import type { Connection } from '../../src/anthropic/connection.ts';
import { createBatch } from '../../src/anthropic/create.ts';
import type { PostLimits } from '../../src/anthropic/post.ts';
import { type BatchesSim, type Fault, startBatches } from '../../src/sim/batches/index.ts';
import {
  answerJson,
  deadConnection,
  failureOf,
  KEY,
  requestsBody,
  startServer,
  wireBatch,
} from './fixture.ts';

const SHORT: PostLimits = { stallMs: 400, answerMs: 400 };
const PATIENT: PostLimits = { stallMs: 20_000, answerMs: 20_000 };
const MB = 1_000_000;

let sim: BatchesSim;
let connection: Connection;
beforeEach(async () => {
  sim = await startBatches({ apiKeys: [KEY] });
  connection = { apiKey: KEY, baseUrl: sim.url };
});
afterEach(() => sim.close());

/** As a source that can be neither rewound nor measured. */
async function* streamed(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** Chunks of a megabyte, counted. */
function megabytes(count: number, counter: { pulled: number; closed: boolean }): Iterable<Uint8Array> {
  return (function* () {
    try {
      for (let index = 0; index < count; index += 1) {
        counter.pulled += 1;
        yield Buffer.alloc(MB, 97);
      }
    } finally {
      counter.closed = true;
    }
  })();
}

describe('a good call', () => {
  test('is one request with the body as it is, and gives the message batch', async () => {
    const { lengthBytes, chunks } = requestsBody(3);
    const remote = await createBatch(connection, { lengthBytes, chunks: streamed(chunks) });
    expect(remote).toEqual(await createBatchApi(connection).get(remote.id));
    expect(remote.counts.processing).toBe(3);
    const sha256 = createHash('sha256').update(Buffer.concat(chunks)).digest('hex');
    expect(sim.calls.filter(({ method }) => method === 'POST')).toMatchObject([
      { path: '/v1/messages/batches', bytes: lengthBytes, sha256, version: '2026-10-21' },
    ]);
  });

  test('carries the headers that the API wants', async () => {
    await using server = await startServer(async (request, response) => {
      await request.toArray();
      answerJson(response, 200, wireBatch());
    });
    const { lengthBytes, chunks } = requestsBody(1);
    await createBatch(server.connection, { lengthBytes, chunks });
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      'anthropic-version': '2026-10-21',
      'content-type': 'application/json',
      'content-length': String(lengthBytes),
      'user-agent': 'claude-batches-for-slack',
    });
    expect(server.requests[0]?.headers).not.toHaveProperty('transfer-encoding');
  });

  test('20 MB arrive whole, from any sizes of chunk', async () => {
    const { chunks, lengthBytes } = requestsBody(10, MB);
    const whole = Buffer.concat(chunks);
    const odd = [whole.subarray(0, 1), Buffer.alloc(0), whole.subarray(1, 7 * MB), whole.subarray(7 * MB)];
    const remote = await createBatch(connection, { lengthBytes, chunks: odd });
    expect(sim.batch(remote.id).requests).toHaveLength(10);
    expect(sim.calls[0]?.sha256).toBe(createHash('sha256').update(whole).digest('hex'));
  });
});

describe('back-pressure', () => {
  test('a server that does not read stops the source, and the body is not whole', async () => {
    await using server = await startServer(() => {});
    const counter = { pulled: 0, closed: false };
    const call = createBatch(
      server.connection,
      { lengthBytes: 40 * MB, chunks: megabytes(40, counter) },
      SHORT,
    );
    expect(await failureOf(call)).toMatchObject({ kind: 'busy', code: 'send-broken' });
    // What fits into the buffers of the network, and no more.
    expect(counter.pulled).toBeLessThan(25);
    expect(counter.closed).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  test('20 MB stream through a slow server without running ahead', async () => {
    let received = 0;
    let ahead = 0;
    await using server = await startServer(async (request, response) => {
      for await (const part of request) {
        received += (part as Buffer).length;
        await new Promise(setImmediate);
      }
      answerJson(response, 200, wireBatch());
    });
    const source = (function* () {
      for (let sent = 0; sent < 20; sent += 1) {
        ahead = Math.max(ahead, sent * MB - received);
        yield Buffer.alloc(MB, 97);
      }
    })();
    await createBatch(server.connection, { lengthBytes: 20 * MB, chunks: source });
    expect(received).toBe(20 * MB);
    expect(ahead).toBeLessThan(15 * MB);
  });
});

describe('answers to a whole body', () => {
  const faults: [what: string, fault: Omit<Fault, 'path'>, kind: string, code: string][] = [
    ['400', { kind: 'status', status: 400 }, 'refused', 'invalid_request_error'],
    ['401', { kind: 'status', status: 401 }, 'refused', 'authentication_error'],
    ['402', { kind: 'status', status: 402 }, 'refused', 'billing_error'],
    ['403', { kind: 'status', status: 403 }, 'refused', 'permission_error'],
    ['404', { kind: 'status', status: 404 }, 'gone', 'not_found_error'],
    ['413 as HTML', { kind: 'html', status: 413 }, 'refused', 'request_too_large'],
    ['429', { kind: 'status', status: 429, retryAfterSeconds: 4000 }, 'busy', 'rate_limit_error'],
    [
      'spend limit',
      { kind: 'status', status: 429, errorCode: 'enforced_spend_limit_reached' },
      'refused',
      'enforced_spend_limit_reached',
    ],
    ['500', { kind: 'status', status: 500 }, 'unknown', 'api_error'],
    ['502 as HTML', { kind: 'html', status: 502 }, 'unknown', 'http_502'],
    ['529', { kind: 'status', status: 529 }, 'unknown', 'overloaded_error'],
    ['200 as HTML', { kind: 'html', status: 200 }, 'unknown', 'unreadable-answer'],
    ['a reset after it was done', { kind: 'reset-after' }, 'unknown', 'no-answer'],
    ['an echoed key', { kind: 'status', status: 400, message: KEY }, 'refused', 'invalid_request_error'],
  ];
  test.each(faults)('%s', async (_what, fault, kind, code) => {
    sim.faults.add({ path: /./, ...fault });
    const error = await failureOf(createBatch(connection, requestsBody(2)));
    expect(error).toMatchObject({ kind, code, retryAfterMs: kind === 'busy' ? 3_600_000 : null });
    expect(sim.calls).toHaveLength(1);
  });

  test('no answer in time: it may have been created', async () => {
    sim.faults.add({ path: /./, kind: 'hang' });
    const error = await failureOf(createBatch(connection, requestsBody(2), { ...PATIENT, answerMs: 60 }));
    expect(error).toMatchObject({ kind: 'unknown', code: 'timeout' });
    expect(sim.batches()).toHaveLength(1);
    expect(sim.calls).toHaveLength(1);
  });

  test('an answer that trickles for ever is given up too', async () => {
    const trickles: NodeJS.Timeout[] = [];
    await using server = await startServer(async (request, response) => {
      await request.toArray();
      response.writeHead(200);
      trickles.push(setInterval(() => response.write(' '), 5));
    });
    const error = await failureOf(createBatch(server.connection, requestsBody(1), SHORT));
    expect(error).toMatchObject({ kind: 'unknown', code: 'timeout' });
    for (const trickle of trickles) clearInterval(trickle);
  });

  test('an answer that breaks off, is too long, or names no message batch', async () => {
    let answer: 'break' | 'long' | 'other' = 'break';
    await using server = await startServer(async (request, response) => {
      await request.toArray();
      if (answer === 'other') return answerJson(response, 200, { id: 'msgbatch_1' });
      response.writeHead(200).write(JSON.stringify(wireBatch()), () => {
        if (answer === 'break') response.destroy();
        else response.end(' '.repeat(2 * MB));
      });
    });
    const create = () => failureOf(createBatch(server.connection, requestsBody(1)));
    expect(await create()).toMatchObject({ kind: 'unknown', code: 'no-answer' });
    answer = 'long';
    expect(await create()).toMatchObject({ kind: 'unknown', code: 'unreadable-answer' });
    answer = 'other';
    expect(await create()).toMatchObject({ kind: 'unknown', code: 'unreadable-answer' });
    expect(server.requests).toHaveLength(3);
  });

  test('a redirect is not followed', async () => {
    await using server = await startServer(async (request, response) => {
      await request.toArray();
      response.writeHead(307, { location: sim.url }).end();
    });
    const error = await failureOf(createBatch(server.connection, requestsBody(1)));
    expect(error).toMatchObject({ kind: 'refused', code: 'redirected' });
    expect(sim.calls).toHaveLength(0);
  });
});

describe('before the body was whole', () => {
  test('nobody listens, or the name is not known', async () => {
    const source = { pulled: 0, closed: false };
    const body = () => ({ lengthBytes: MB, chunks: megabytes(1, source) });
    expect(await failureOf(createBatch(await deadConnection(), body()))).toMatchObject({
      kind: 'busy',
      code: 'unreachable',
    });
    const lost = { apiKey: KEY, baseUrl: 'http://nobody.invalid' };
    expect(await failureOf(createBatch(lost, body()))).toMatchObject({ kind: 'busy', code: 'unreachable' });
    expect(source.pulled).toBe(0);
  });

  test('what answers does not speak TLS', async () => {
    const secure = { apiKey: KEY, baseUrl: sim.url.replace('http:', 'https:') };
    const error = await failureOf(createBatch(secure, requestsBody(1)));
    expect(error).toMatchObject({ kind: 'busy', code: 'unreachable' });
    expect(sim.batches()).toHaveLength(0);
  });

  test('a key that cannot stand in a header', async () => {
    const error = await failureOf(createBatch({ ...connection, apiKey: `${KEY}\n` }, requestsBody(1)));
    expect(error).toMatchObject({ kind: 'refused', code: 'authentication_error' });
    expect(sim.calls).toHaveLength(0);
  });

  test('the connection is reset while sending', async () => {
    await using server = await startServer((request) => {
      request.once('data', () => request.socket.resetAndDestroy());
    });
    const counter = { pulled: 0, closed: false };
    const call = createBatch(server.connection, { lengthBytes: 40 * MB, chunks: megabytes(40, counter) });
    expect(await failureOf(call)).toMatchObject({ kind: 'busy', code: 'send-broken' });
    expect(counter).toMatchObject({ closed: true });
    expect(counter.pulled).toBeLessThan(40);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    [401, 'refused', 'authentication_error'],
    [413, 'refused', 'request_too_large'],
    [429, 'busy', 'rate_limit_error'],
    [503, 'busy', 'send-broken'],
    [200, 'busy', 'send-broken'],
  ])('an early %i is honoured', async (status, kind, code) => {
    // The answer is whole, and the connection stays open without being read: a closed one may lose the answer.
    await using server = await startServer((_request, response) => {
      response.socket?.write(`HTTP/1.1 ${status} Early\r\ncontent-length: 0\r\n\r\n`);
    });
    const counter = { pulled: 0, closed: false };
    const call = createBatch(server.connection, { lengthBytes: 40 * MB, chunks: megabytes(40, counter) });
    expect(await failureOf(call)).toMatchObject({ kind, code });
    expect(counter.closed).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  test('an early answer is honoured while the source has nothing to give', async () => {
    await using server = await startServer((_request, response) => response.writeHead(401).end());
    const source = (async function* () {
      yield Buffer.alloc(10, 97);
      await new Promise(() => {});
    })();
    const call = createBatch(server.connection, { lengthBytes: 20, chunks: source }, PATIENT);
    expect(await failureOf(call)).toMatchObject({ kind: 'refused', code: 'authentication_error' });
  });

  test('a source that hangs is given up', async () => {
    await using server = await startServer(() => {});
    const source = (async function* () {
      yield Buffer.alloc(10, 97);
      await new Promise(() => {});
    })();
    const call = createBatch(server.connection, { lengthBytes: 20, chunks: source }, SHORT);
    expect(await failureOf(call)).toMatchObject({ kind: 'busy', code: 'send-broken' });
  });
});
