// The HTTP side: reads a call, lets it through the front and a route, applies a fault, answers.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, ApiFailure, failureAnswer, notFound } from './answer.ts';
import type { Faults } from './faults.ts';
import { type Front, MOST_BODY_BYTES } from './front.ts';
import { randomText } from './random.ts';
import { type Lines, ROUTES, type RouteContext } from './routes.ts';
import type { Call, Fault } from './sim.ts';

export interface ServerParts {
  front: Front;
  faults: Faults;
  /** Everything of a call's context that does not come from the call. */
  context: Pick<RouteContext, 'store' | 'origin' | 'oddities' | 'results' | 'queueLimit' | 'problem'>;
  onCall(call: Omit<Call, 'atMs'>): void;
}

export function createApiServer(parts: ServerParts): Server {
  return createServer((request, response) => {
    serve(parts, request, response).catch(() => response.destroy());
  });
}

async function serve(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://stand-in');
  const method = request.method ?? 'GET';
  const requestId = `req_01${randomText(22)}`;
  const fault = parts.faults.take(method, path);
  if (fault?.kind === 'reset-before') {
    parts.onCall({ method, path, status: 0, bytes: 0, sha256: null, version: null });
    request.socket.destroy();
    return;
  }
  const body = await readBody(request);
  const version = String(request.headers['anthropic-version'] ?? '');
  const answer =
    fault && (fault.kind === 'status' || fault.kind === 'html')
      ? faultAnswer(fault, requestId)
      : perform(parts, { request, method, path, query, body, requestId });
  const status = 'lines' in answer ? 200 : answer.status;
  const sha256 = body.length === 0 ? null : createHash('sha256').update(body).digest('hex');
  parts.onCall({ method, path, status, bytes: body.length, sha256, version });
  if (fault?.delayMs) await sleep(fault.delayMs);
  if (fault?.kind === 'reset-after') return void request.socket.destroy();
  if (fault?.kind === 'hang') return;
  if ('lines' in answer) await sendLines(response, answer, requestId, fault);
  else send(response, answer, requestId);
}

interface ReadCall {
  request: IncomingMessage;
  method: string;
  path: string;
  query: URLSearchParams;
  body: Buffer;
  requestId: string;
}

function perform(
  { front, context }: ServerParts,
  { request, method, path, query, body, requestId }: ReadCall,
): Answer | Lines {
  try {
    const version = front.admit(request);
    if (body.length > MOST_BODY_BYTES) return tooLarge();
    const route = ROUTES.find((one) => one.method === method && one.pattern.test(path));
    if (!route) throw notFound('Not found');
    const id = decodeURIComponent(route.pattern.exec(path)?.[1] ?? '');
    return route.handle({
      ...context,
      results: { ...context.results, version },
      version,
      query,
      body,
      id,
      headers: request.headers,
    });
  } catch (error) {
    if (error instanceof ApiFailure) return failureAnswer(error, requestId);
    throw error;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    // One byte too many is enough to know; the rest is read and thrown away.
    if (bytes <= MOST_BODY_BYTES + 1_000_000) parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The network in front of the API answers this itself, not in JSON. */
function tooLarge(): Answer {
  return {
    status: 413,
    headers: { 'content-type': 'text/html' },
    body: '<html><head><title>413 Request Entity Too Large</title></head></html>',
  };
}

function faultAnswer(fault: Fault, requestId: string): Answer {
  const status = fault.status ?? 500;
  if (fault.kind === 'html')
    return {
      status,
      headers: { 'content-type': 'text/html' },
      body: '<html><body>Bad gateway</body></html>',
    };
  const headers: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
  const type = fault.errorType ?? TYPES[status] ?? 'api_error';
  return failureAnswer(
    new ApiFailure(status, type, fault.message ?? 'A fault to order.', headers, fault.errorCode ?? null),
    requestId,
  );
}

const TYPES: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

function send(response: ServerResponse, answer: Answer, requestId: string): void {
  response.writeHead(answer.status, { 'request-id': requestId, ...answer.headers });
  response.end(answer.body);
}

/** Streams results with back-pressure; a fault ends or stalls them on the way. */
async function sendLines(
  response: ServerResponse,
  { headers, lines }: Lines,
  requestId: string,
  fault: Fault | undefined,
): Promise<void> {
  response.writeHead(200, { 'request-id': requestId, ...headers });
  const cutAt =
    fault?.kind === 'cut' || fault?.kind === 'stall' ? (fault.cutAtByte ?? 0) : Number.POSITIVE_INFINITY;
  let sent = 0;
  for (const line of lines) {
    const bytes = Buffer.from(line);
    const room = cutAt - sent;
    const isFree = response.write(bytes.subarray(0, Math.max(0, room)));
    sent += bytes.length;
    if (sent >= cutAt) break;
    if (!isFree) await drained(response);
    if (response.destroyed) return;
  }
  if (fault?.kind !== 'stall') response.end();
}

/** Resolves when there is room again, or nobody listens any more. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    function go(): void {
      response.off('drain', go);
      response.off('close', go);
      resolve();
    }
    response.once('drain', go);
    response.once('close', go);
  });
}
