// Servers for what the stand-in does not do, and a look at everything an error holds.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { expect } from 'vitest';
import type { Connection } from '../../src/anthropic/connection.ts';
import { ServiceError } from '../../src/core/errors.ts';

export const KEY = 'sk-ant-api03-never-to-be-seen';

export interface OwnServer extends AsyncDisposable {
  connection: Connection;
  requests: IncomingMessage[];
}

/** Starts a server that answers every request with `handle`. */
export async function startServer(handle: RequestListener): Promise<OwnServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    connection: { apiKey: KEY, baseUrl: `http://127.0.0.1:${port}` },
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A connection to a port where nobody listens. */
export async function deadConnection(): Promise<Connection> {
  const server = await startServer(() => {});
  await server[Symbol.asyncDispose]();
  return server.connection;
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** @returns what a call fails with, after a look for the key in all of it. */
export async function failureOf(call: Promise<unknown>): Promise<ServiceError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ServiceError);
  const held = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error);
  expect(held).not.toContain('never-to-be-seen');
  expect(held).not.toMatch(/bearer|authorization/i);
  // A bare cause: what Node and the SDK hang on their errors may hold bytes and headers.
  const cause = error instanceof ServiceError ? error.cause : null;
  if (cause instanceof Error) expect(Object.entries(cause)).toEqual([]);
  return error as ServiceError;
}

/** A message batch as it travels. */
export function wireBatch(id = 'msgbatch_01A', over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    type: 'message_batch',
    processing_status: 'in_progress',
    request_counts: { processing: 2, succeeded: 0, errored: 0, canceled: 0, expired: 0 },
    ended_at: null,
    created_at: '2026-11-20T10:00:00.123456+00:00',
    expires_at: '2026-11-21T10:00:00.123456Z',
    ...over,
  };
}

/** A promise that is resolved from outside. */
export function createGate(): { opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** A create body with this many requests, in chunks of one request. */
export function requestsBody(count: number, textChars = 5) {
  const chunks = Array.from({ length: count }, (_, index) => {
    const request = {
      custom_id: `row-${index + 1}`,
      params: {
        model: 'claude-haiku-5-5',
        max_tokens: 16,
        messages: [{ role: 'user', content: 'é'.repeat(textChars) }],
      },
    };
    return Buffer.from(`${index === 0 ? '{"requests":[' : ','}${JSON.stringify(request)}`);
  });
  chunks.push(Buffer.from(']}'));
  return { lengthBytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0), chunks };
}
