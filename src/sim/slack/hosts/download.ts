// The file host: gives bytes to who may have them, and a sign-in page to everyone else.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { late } from '../answer.ts';
import type { Fault } from '../faults.ts';
import { contentSize, type FileContent, type SimFile, streamContent } from '../file.ts';
import { appSeesFile, type Workspace } from '../workspace.ts';
import { noteUnanswered } from './unanswered.ts';

const SIGN_IN_PAGE =
  '<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to Slack</body></html>';

/** Answers a GET of `/files-pri/<team>-<file>/…`. */
export async function giveDownload(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const address = new URL(request.url ?? '/', workspace.url);
  const fault = workspace.faults.take('file-download');
  await late(fault);
  if (fault !== undefined && answerBroken(workspace, fault, request, response)) return;
  if (address.searchParams.has('token')) workspace.problem('file download: token in the address');
  if (
    request.headers.authorization !== `Bearer ${workspace.identity.botToken}` ||
    workspace.botTokenRevoked
  ) {
    const isOwn = request.headers.authorization === `Bearer ${workspace.identity.botToken}`;
    if (!isOwn) workspace.problem('file download: without the bot token or with a wrong one');
    return page(response, 200);
  }
  const id = address.pathname.split('/')[2]?.slice(`${workspace.identity.teamId}-`.length) ?? '';
  const file = workspace.files.get(id);
  const content = workspace.contents.get(id);
  if (file === undefined || file.deleted || content === undefined) return page(response, 404);
  if (!workspace.scopes.has('files:read') || !appSeesFile(workspace, file)) {
    return toSignIn(workspace, response, address.pathname);
  }
  sendContent(request, response, file, content, fault);
}

/** True when the fault was the whole answer. */
function answerBroken(
  workspace: Workspace,
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  switch (fault.kind) {
    case 'status':
      response.writeHead(fault.status ?? 500).end();
      return true;
    case 'rate-limited':
      response.writeHead(429, { 'retry-after': String(fault.retryAfterSeconds ?? 1) }).end();
      return true;
    case 'html':
      page(response, 200);
      return true;
    case 'redirect':
      toSignIn(workspace, response, request.url ?? '/');
      return true;
    case 'reset-before':
      request.socket.destroy();
      return true;
    case 'hang':
    case 'half-open':
      noteUnanswered(workspace, 'file-download', fault);
      return true;
    default:
      return false;
  }
}

const CUTS: Fault['kind'][] = ['truncate', 'reset-after', 'wrong-length', 'stall'];

function sendContent(
  request: IncomingMessage,
  response: ServerResponse,
  file: SimFile,
  content: FileContent,
  fault: Fault | undefined,
): void {
  const size = contentSize(content);
  const isCut = fault !== undefined && CUTS.includes(fault.kind);
  const half = Math.floor(size / 2);
  response.writeHead(200, {
    'content-type': file.mimetype,
    'content-length': String(fault?.kind === 'wrong-length' ? half : size),
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  });
  if (!isCut) {
    pipeline(streamContent(content), response, () => undefined);
    return;
  }
  let left = half;
  const source = streamContent(content);
  source.on('data', (chunk: Buffer) => {
    if (left <= 0) return;
    const part = chunk.subarray(0, left);
    left -= part.length;
    response.write(part, () => {
      if (left > 0) return;
      source.destroy();
      if (fault?.kind === 'wrong-length') response.end();
      else if (fault?.kind !== 'stall') request.socket.destroy();
    });
  });
}

function toSignIn(workspace: Workspace, response: ServerResponse, path: string): void {
  response
    .writeHead(302, {
      location: `${workspace.url}/?redir=${encodeURIComponent(path)}`,
      'x-slack-meta': '?;acl_fail',
    })
    .end();
}

function page(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(SIGN_IN_PAGE);
}
