// File bytes over HTTP as streams of known length: what the SDKs would hold in memory whole.
import { createReadStream } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { ServiceError } from '../core/errors.ts';

const STALL_MS = 30_000;
/** Fewer and larger reads: a third of the time of Node's own 64 KB. */
const READ_BYTES = 1024 * 1024;

/**
 * Posts a file's bytes to an upload URL, without any token.
 * @throws ServiceError kind unknown: bytes that were not completed show nowhere, so it may be done again with a new URL
 */
export async function postFile(url: string, path: string, bytes: number): Promise<void> {
  const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'content-length': bytes },
    timeout: STALL_MS,
  });
  const answer = new Promise<number>((resolve, reject) => {
    request.once('error', reject);
    request.once('timeout', () => request.destroy(new Error('stalled')));
    request.once('response', (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', reject);
    });
  });
  const [status] = await Promise.all([
    answer,
    pipeline(createReadStream(path, { highWaterMark: READ_BYTES }), request),
  ]).catch((cause: unknown) => {
    request.destroy();
    throw new ServiceError('slack', 'unknown', 'upload-broken', 'The upload to Slack broke off.', {
      cause,
    });
  });
  if (status !== 200)
    throw new ServiceError('slack', 'unknown', `upload-http-${status}`, 'Slack did not take the file.');
}
