// The upload address of an external upload: takes the bytes once, without a token.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Workspace } from '../workspace.ts';
import { readFirstPart } from './multipart.ts';
import { noteUnanswered } from './unanswered.ts';

/** Takes a POST to `/upload/v1/<ticket>`. */
export async function takeUpload(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fault = workspace.faults.take('file-upload');
  if (fault?.kind === 'reset-before') {
    request.socket.destroy();
    return;
  }
  const body = await readBytes(request);
  if (fault?.kind === 'hang-before') return noteUnanswered(workspace, 'file-upload', fault);
  if (fault?.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  if (fault?.kind === 'status') return finish(response, fault.status ?? 500, 'failed');
  if (fault?.kind === 'rate-limited') {
    response.setHeader('retry-after', String(fault.retryAfterSeconds ?? 1));
    return finish(response, 429, 'ratelimited');
  }
  if (fault?.kind === 'html') return finish(response, 200, '<!DOCTYPE html><title>Slack</title>');
  const isLost = fault?.kind === 'hang' || fault?.kind === 'reset-after';
  const refusal = receive(workspace, request, body, isLost);
  workspace.changes.notify();
  if (fault?.kind === 'hang') return noteUnanswered(workspace, 'file-upload', fault);
  if (fault?.kind === 'reset-after') request.socket.destroy();
  else if (refusal === undefined) finish(response, 200, `OK - ${body.length}`);
  else finish(response, refusal.status, refusal.text);
}

function receive(
  workspace: Workspace,
  request: IncomingMessage,
  body: Buffer,
  isLost: boolean,
): { status: number; text: string } | undefined {
  function refuse(status: number, text: string): { status: number; text: string } {
    workspace.problem(`file upload: ${text}`);
    return { status, text };
  }
  if (request.headers.authorization !== undefined) return refuse(403, 'token sent to upload_url');
  if (request.method !== 'POST') return refuse(405, 'only POST is taken');
  const ticket = (request.url ?? '').split('?')[0]?.split('/').at(-1) ?? '';
  const upload = workspace.uploads.get(ticket);
  if (upload === undefined) return refuse(404, 'no such upload');
  if (upload.received && upload.answerLost) return { status: 400, text: 'used before' };
  if (upload.received) return refuse(400, 'the upload address was used before');
  const type = request.headers['content-type'] ?? '';
  const bytes = type.startsWith('multipart/form-data') ? readFirstPart(body, type) : body;
  if (bytes === undefined) return refuse(400, 'the multipart body has no file');
  if (bytes.length !== upload.lengthBytes) {
    return refuse(400, `${bytes.length} bytes came, ${upload.lengthBytes} were announced`);
  }
  upload.received = true;
  upload.answerLost = isLost;
  workspace.contents.set(upload.fileId, { bytes });
  return undefined;
}

/** The whole request body. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function finish(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
}
