// File bytes over HTTP as streams of known length: what the SDKs would hold in memory whole.
import { createReadStream } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { ServiceError } from '../core/errors.ts';

const STALL_MS = 30_000;
/** How the upload host begins its answer when it has the bytes: `OK - <bytes>`. */
const TAKEN = 'OK';
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
  const answer = new Promise<{ status: number; words: string }>((resolve, reject) => {
    request.once('error', reject);
    request.once('timeout', () => request.destroy(new Error('stalled')));
    request.once('response', (response) => {
      let words = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        words = (words + text).slice(0, TAKEN.length);
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, words }));
      response.once('error', reject);
    });
  });
  const [{ status, words }] = await Promise.all([
    answer,
    pipeline(createReadStream(path, { highWaterMark: READ_BYTES }), request),
  ]).catch((cause: unknown) => {
    request.destroy();
    throw new ServiceError('slack', 'unknown', 'upload-broken', 'The upload to Slack broke off.', {
      cause,
    });
  });
  // Anything else with status 200, such as the page of a proxy, leaves a file without bytes.
  if (status !== 200 || words !== TAKEN)
    throw new ServiceError('slack', 'unknown', `upload-http-${status}`, 'Slack did not take the file.');
}
