// The one HTTP server on 127.0.0.1: Web API, response URLs, uploads, downloads, sockets.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { insteadOf, isUnperformed, late, send } from './answer.ts';
import { answerCall } from './api/front.ts';
import type { RateLimiter } from './api/rate-limit.ts';
import type { SocketTransport } from './delivery/socket.ts';
import { giveDownload } from './hosts/download.ts';
import { takeResponse } from './hosts/response-url.ts';
import { noteUnanswered } from './hosts/unanswered.ts';
import { readBytes, takeUpload } from './hosts/upload.ts';
import { parseJson } from './json.ts';
import type { Workspace } from './workspace.ts';

/** Starts listening and sets `workspace.url`. */
export async function listen(
  workspace: Workspace,
  limiter: RateLimiter | undefined,
  socket: SocketTransport,
  port: number,
): Promise<Server> {
  const server = createServer((request, response) => {
    route(workspace, limiter, request, response).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      workspace.problem(
        `the stand-in itself failed: ${error instanceof Error ? error.stack : String(error)}`,
      );
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on('upgrade', (request, stream, head) => socket.upgrade(request, stream, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  workspace.url = `http://127.0.0.1:${address.port}`;
  return server;
}

async function route(
  workspace: Workspace,
  limiter: RateLimiter | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', workspace.url);
  if (pathname.startsWith('/upload/')) return takeUpload(workspace, request, response);
  if (pathname.startsWith('/files-pri/')) return giveDownload(workspace, request, response);
  const body = (await readBytes(request)).toString();
  if (pathname.startsWith('/api/')) return answerCall(workspace, limiter, request, response, body);
  if (pathname.startsWith('/response/')) return respond(workspace, request, response, pathname, body);
  response.writeHead(404, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Slack</title>');
}

async function respond(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
  body: string,
): Promise<void> {
  const fault = workspace.faults.take('response-url');
  await late(fault);
  if (fault !== undefined && isUnperformed(fault)) {
    if (fault.kind === 'half-open') noteUnanswered(workspace, 'response-url', fault);
    send(request, response, insteadOf(fault) ?? { status: 500, headers: {}, body: '' }, fault);
    return;
  }
  if (request.headers.authorization !== undefined) workspace.problem('response_url: token sent to it');
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
    workspace.problem('response_url: the body is not sent as application/json');
  }
  const answer = takeResponse(workspace, pathname.slice('/response/'.length), parseJson(body));
  send(request, response, { ...answer, headers: { 'content-type': 'text/html' } }, fault);
}
