// The HTTP side: reads a call, lets it through the front and a route, applies a fault, answers.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, ApiFailure, failureAnswer, type Lines, notFound, page } from './answer.ts';
import { betasOf } from './betas.ts';
import { type Body, readBody } from './body.ts';
import type { Call, CallLog } from './calls.ts';
import { faultAnswer } from './fault-answer.ts';
import type { Faults } from './faults.ts';
import { admit, mostBytes, WORKSPACE_ID } from './front.ts';
import { createRandom, randomText } from './random.ts';
import type { RateLimit } from './rate-limit.ts';
import type { World } from './route.ts';
import { findRoute } from './routes.ts';
import { sendLines, sendText } from './send-lines.ts';

export interface ServerParts {
  apiKeys: readonly string[];
  rateLimit: RateLimit;
  faults: Faults;
  log: CallLog;
  world: World;
  /** Ends waits of faults when the stand-in closes. */
  closing: AbortSignal;
}

interface Incoming {
  request: IncomingMessage;
  method: string;
  path: string;
  query: URLSearchParams;
  requestId: string;
  /** Of the answer. */
  headers: Record<string, string>;
}

export function createApiServer(parts: ServerParts): Server {
  const random = createRandom(parts.world.seed);
  const server = createServer((request, response) => {
    serve(parts, random, request, response).catch((error: unknown) => {
      const isGone = request.destroyed || response.destroyed || parts.closing.aborted;
      if (!isGone)
        parts.log.problem(`the stand-in itself failed: ${error instanceof Error ? error.stack : error}`);
      response.destroy();
    });
  });
  // A client that pauses between calls must not meet a connection that is just being closed.
  server.keepAliveTimeout = 10 * 60_000;
  server.requestTimeout = 0;
  return server;
}

async function serve(
  parts: ServerParts,
  random: () => number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://stand-in');
  const requestId = `req_01${randomText(22)}`;
  const headers: Record<string, string> = {
    'request-id': requestId,
    'anthropic-organization-id': '00000000-0000-4000-8000-000000000000',
    'anthropic-workspace-id': WORKSPACE_ID,
  };
  const incoming = { request, method: request.method ?? 'GET', path, query, requestId, headers };
  const fault = parts.faults.take(incoming.method, path);
  const noted = { ...noteOf(incoming), fault: fault?.kind ?? null };
  if (fault?.kind === 'reset-before') {
    parts.log.record(noted);
    request.socket.resetAndDestroy();
    return;
  }
  if (fault?.kind === 'half-open') return void parts.log.record(noted);
  const body = await readBody(request, mostBytes(path)).catch((error: unknown) => {
    parts.log.record(noted);
    throw error;
  });
  if (fault?.kind === 'hang-before')
    return parts.log.record({ ...noted, bytes: body.bytes, sha256: body.sha256 });
  if (calledBy(incoming) === CREATE) await slowly(parts, random);
  const instead = faultAnswer(fault, requestId);
  const isPerformed = instead === null || fault?.kind === 'status-after';
  const performed = isPerformed ? perform(parts, incoming, body) : null;
  const answer = instead ?? performed ?? page(500, 'Nothing was performed');
  const status = 'lines' in answer ? 200 : answer.status;
  parts.log.record({ ...noted, status, bytes: body.bytes, sha256: body.sha256 });
  if (fault?.delayMs) await sleep(fault.delayMs, undefined, { signal: parts.closing });
  if (fault?.kind === 'reset-after') return void request.socket.resetAndDestroy();
  if (fault?.kind === 'hang') return;
  response.writeHead(status, { ...headers, ...answer.headers });
  if ('lines' in answer) await sendLines(response, answer, fault);
  else await sendText(response, answer.body, fault);
}

const CREATE = 'POST /v1/messages/batches';

function calledBy({ method, path }: Incoming): string {
  return `${method} ${path}`;
}

/** A server does not see at once that its caller has died, and goes on. */
async function slowly({ world, closing }: ServerParts, random: () => number): Promise<void> {
  const { slowCreateMs = 0 } = world.oddities;
  if (slowCreateMs > 0) await sleep(random() * slowCreateMs, undefined, { signal: closing });
}

function noteOf({ request, method, path, query }: Incoming): Omit<Call, 'atMs' | 'fault'> {
  return {
    method,
    path,
    query: query.toString(),
    status: 0,
    bytes: 0,
    sha256: null,
    version: request.headers['anthropic-version']?.toString() ?? null,
    retryCount: Number(request.headers['x-stainless-retry-count'] ?? 0),
  };
}

function perform(parts: ServerParts, incoming: Incoming, { content, bytes, sha256 }: Body): Answer | Lines {
  const { request, method, path, query, requestId, headers: answerHeaders } = incoming;
  const { world, log, apiKeys, rateLimit } = parts;
  try {
    const rules = { apiKeys, rateLimit, answerHeaders, problem: log.problem };
    admit({ method, path, headers: request.headers, bytes }, rules);
    const route = findRoute(method, path);
    if (!('handle' in route)) {
      log.problem(`a call that the API does not know: ${method} ${path}`);
      if (!route.isKnownPath) throw notFound('Not found');
      throw new ApiFailure(405, 'invalid_request_error', 'Method Not Allowed');
    }
    const version = String(request.headers['anthropic-version']);
    const betas = betasOf(request.headers['anthropic-beta']);
    const contentType = String(request.headers['content-type']);
    return route.handle({ world, id: route.id, query, body: content, sha256, contentType, version, betas });
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    // In front of the API stands a network that answers this by itself, with a page.
    if (error.status === 413 && !world.oddities.sizeRefusedInJson)
      return page(413, '413 Request Entity Too Large');
    return failureAnswer(error, world.oddities.noRequestId ? null : requestId);
  }
}
