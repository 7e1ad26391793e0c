// The other end of the bench's connections, in a process of its own: takes bodies and gives results as fast as it can.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

const BATCH = {
  id: 'msgbatch_bench',
  type: 'message_batch',
  processing_status: 'in_progress',
  request_counts: { processing: 1, succeeded: 0, errored: 0, canceled: 0, expired: 0 },
  ended_at: null,
  created_at: '2026-01-01T00:00:00.000000+00:00',
  expires_at: '2026-01-02T00:00:00.000000+00:00',
  archived_at: null,
  cancel_initiated_at: null,
  results_url: null,
};

const server = createServer((request, response) => {
  serve(request, response).catch(() => response.destroy());
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname: path, searchParams } = new URL(request.url ?? '/', origin());
  const results = process.argv[2] ?? '';
  if (request.method === 'GET' && path.endsWith('/results')) {
    response.writeHead(200, { 'content-type': 'application/x-jsonl' });
    return pipeline(createReadStream(results, { highWaterMark: 256 * 1024 }), response);
  }
  if (request.method === 'GET')
    return answer(response, {
      ...BATCH,
      processing_status: 'ended',
      results_url: `${origin()}${path}/results`,
    });
  // Hashed only when asked: it would cost the taker more than the giver.
  const hash = searchParams.has('hash') ? createHash('sha256') : null;
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    hash?.update(chunk);
  }
  if (path === '/upload') return void response.end(`OK - ${bytes}`);
  if (path.endsWith('files.getUploadURLExternal'))
    return answer(response, { ok: true, upload_url: `${origin()}/upload`, file_id: 'F0BENCH' });
  if (path.endsWith('files.completeUploadExternal'))
    return answer(response, { ok: true, files: [{ id: 'F0BENCH' }] });
  answer(response, { ...BATCH, ok: true, sha256: hash?.digest('hex') });
}

function origin(): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

function answer(response: ServerResponse, value: object): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

server.listen(0, '127.0.0.1', () => process.send?.(origin()));
process.on('disconnect', () => process.exit(0));
