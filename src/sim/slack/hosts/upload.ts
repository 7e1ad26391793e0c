// The upload address of an external upload: takes the bytes once, without a token.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, insteadOf, isUnperformed, late, send } from '../answer.ts';
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
  if (fault?.kind === 'half-open') return noteUnanswered(workspace, 'file-upload', fault);
  if (fault?.kind === 'reset-before') {
    request.socket.destroy();
    return;
  }
  const body = await readBytes(request);
  await late(fault);
  if (fault !== undefined && isUnperformed(fault)) {
    send(request, response, insteadOf(fault) ?? text(500, 'failed'), fault);
    return;
  }
  const isLost = fault !== undefined && fault.kind !== 'delay';
  const refusal = receive(workspace, request, body, isLost);
  workspace.changes.notify();
  if (fault?.kind === 'hang') noteUnanswered(workspace, 'file-upload', fault);
  send(request, response, text(refusal?.status ?? 200, refusal?.text ?? `OK - ${body.length}`), fault);
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

function text(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}
