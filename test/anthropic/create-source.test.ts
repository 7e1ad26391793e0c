// A body whose source fails, or is not as long as announced: the server must never have had all of it.
import { createServer as createTcpServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createBatch } from '../../src/anthropic/create.ts';
import { startBatches } from '../../src/sim/batches/index.ts';
import { createGate, KEY, requestsBody } from './fixture.ts';

describe('a source that fails', () => {
  /** Gathers what one connection brings, and tells when it is over. */
  async function startListener() {
    let bytes = '';
    const closed = createGate();
    const server = createTcpServer((socket: Socket) => {
      socket.on('data', (part) => {
        bytes += part.toString('latin1');
      });
      socket.on('error', () => {});
      socket.on('close', () => closed.open());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    return {
      connection: { apiKey: KEY, baseUrl: `http://127.0.0.1:${port}` },
      closed: closed.opened,
      body: () => bytes.split('\r\n\r\n').slice(1).join(''),
      close: () => server.close(),
    };
  }

  test.each([
    ['in the middle', 1],
    ['after its last byte', 2],
  ])('%s: its own error, and a body that was never whole', async (_when, good) => {
    const listener = await startListener();
    const broken = new Error('the rows differ');
    const source = (function* () {
      for (let index = 0; index < good; index += 1) yield Buffer.alloc(10, 97);
      throw broken;
    })();
    await expect(createBatch(listener.connection, { lengthBytes: 20, chunks: source })).rejects.toBe(broken);
    await listener.closed;
    expect(listener.body().length).toBeLessThan(20);
    listener.close();
  });

  test('as a stream: the stand-in creates nothing', async () => {
    await using sim = await startBatches({ apiKeys: [KEY] });
    const connection = { apiKey: KEY, baseUrl: sim.url };
    const { lengthBytes, chunks } = requestsBody(3);
    const source = (async function* () {
      yield* chunks.slice(0, 3);
      throw new Error('the disk is gone');
    })();
    await expect(createBatch(connection, { lengthBytes, chunks: source })).rejects.toThrow(
      'the disk is gone',
    );
    expect(sim.batches()).toHaveLength(0);
  });

  test.each([
    ['shorter', 21],
    ['longer', 19],
    ['longer', 10],
  ])('%s than announced is never sent whole', async (how, lengthBytes) => {
    const listener = await startListener();
    const chunks = [Buffer.alloc(10, 97), Buffer.alloc(10, 97)];
    await expect(createBatch(listener.connection, { lengthBytes, chunks })).rejects.toThrow(how);
    await listener.closed;
    expect(listener.body().length).toBeLessThan(lengthBytes);
    listener.close();
  });
});
