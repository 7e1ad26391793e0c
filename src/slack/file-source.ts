// Files that people shared: asked for by id, fetched only from Slack's file host, never trusted before they are whole.
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { ServiceError, UserError } from '../core/errors.ts';
import type { FileSource, SharedFile } from '../ports/conversation.ts';
import type { SlackCaller } from './client.ts';

/** A file this large holds millions of rows; larger ones are refused before a byte is fetched. */
export const MAX_FILE_BYTES = 500_000_000;
const ANSWER_TIMEOUT_MS = 30_000;
const STALL_MS = 30_000;

const Share = z.array(z.object({ ts: z.string(), thread_ts: z.string().optional() }));
const File = z.object({
  id: z.string(),
  name: z.string().nullish(),
  user: z.string().nullish(),
  size: z.number().nullish(),
  mode: z.string().nullish(),
  file_access: z.string().nullish(),
  url_private_download: z.string().nullish(),
  url_private: z.string().nullish(),
  shares: z
    .object({
      public: z.record(z.string(), Share).optional(),
      private: z.record(z.string(), Share).optional(),
    })
    .nullish(),
});

export interface FileSourceOptions {
  slack: SlackCaller;
  token: string;
  mayFetch: (url: string) => boolean;
}

/** @returns the files of the workspace as the bot may read them */
export function createFileSource({ slack, token, mayFetch }: FileSourceOptions): FileSource {
  return {
    async describe(fileId) {
      const answer = await slack
        .call(true, (client) => client.files.info({ file: fileId }))
        .catch(missingFile);
      return toSharedFile(File.parse(answer.file));
    },

    async download(file, path) {
      if (!file.fetchable || file.url === null)
        throw new UserError(
          'not-a-file',
          file.whyNot ?? NOT_FETCHABLE,
          'Upload the file itself to Slack and try again.',
        );
      if (file.sizeBytes > MAX_FILE_BYTES) throw tooLarge(file);
      if (!mayFetch(file.url))
        throw new UserError(
          'foreign-host',
          'This file is not kept by Slack, so it is not fetched.',
          'Upload the file itself to Slack and try again.',
        );
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const partial = `${path}.part`;
      try {
        await fetchTo(file, file.url, token, partial);
        await rename(partial, path);
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
  };
}

const NOT_FETCHABLE = 'Slack does not hold the bytes of this file.';

function toSharedFile(file: z.infer<typeof File>): SharedFile {
  const whyNot = whyNotFetchable(file.mode ?? '', file.file_access ?? 'visible');
  const shares = Object.entries({ ...file.shares?.public, ...file.shares?.private });
  return {
    id: file.id,
    name: file.name ?? 'file',
    userId: file.user ?? '',
    sizeBytes: file.size ?? 0,
    fetchable: whyNot === null,
    whyNot,
    url: file.url_private_download ?? file.url_private ?? null,
    shares: shares.flatMap(([channelId, list]) =>
      list.map(({ ts, thread_ts }) => ({ channelId, ts, threadTs: thread_ts ?? null })),
    ),
  };
}

function whyNotFetchable(mode: string, access: string): string | null {
  if (mode === 'tombstone') return 'This file was deleted.';
  if (mode === 'hidden_by_limit') return 'This file is hidden by the limit of the workspace’s free plan.';
  if (access !== 'visible' && access !== '') return 'Slack does not let me see this file.';
  if (mode === 'external') return 'This is a link to a file kept outside of Slack.';
  return mode === 'hosted' || mode === 'snippet' ? null : NOT_FETCHABLE;
}

function missingFile(error: unknown): never {
  if (error instanceof ServiceError && (error.kind === 'gone' || error.code === 'not_visible')) {
    throw new UserError(
      'file-gone',
      'The file is no longer there, or I cannot see it.',
      'Upload it again in a channel that I am a member of.',
      { cause: error },
    );
  }
  throw error;
}

function tooLarge(file: SharedFile): UserError {
  const megabytes = Math.round(file.sizeBytes / 1_000_000);
  return new UserError(
    'file-too-large',
    `${file.name} has ${megabytes} MB; at most ${MAX_FILE_BYTES / 1_000_000} MB can be read.`,
    'Split it into smaller files and drop them again.',
  );
}

async function fetchTo(file: SharedFile, url: string, token: string, path: string): Promise<void> {
  const abort = new AbortController();
  const watchdog = createWatchdog(() => abort.abort());
  watchdog.expect(ANSWER_TIMEOUT_MS);
  try {
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: abort.signal,
    });
    await checkAnswer(answer, file);
    if (answer.body === null) throw broken('empty-answer');
    watchdog.expect(STALL_MS);
    const received = await writeCapped(answer.body, path, () => watchdog.expect(STALL_MS));
    if (file.sizeBytes > 0 && received !== file.sizeBytes) throw broken('download-short');
  } catch (error) {
    if (error instanceof UserError || error instanceof ServiceError) throw error;
    throw new ServiceError('slack', 'unknown', 'download-broken', 'The download from Slack broke off.', {
      cause: error,
    });
  } finally {
    watchdog.end();
  }
}

/** A login page with status 200, or a redirect to one, is how Slack refuses a download. */
async function checkAnswer(answer: Response, file: SharedFile): Promise<void> {
  const isHtml =
    (answer.headers.get('content-type') ?? '').startsWith('text/html') && !/\.html?$/i.test(file.name);
  if (
    (answer.status >= 300 && answer.status < 400) ||
    answer.status === 401 ||
    answer.status === 403 ||
    isHtml
  ) {
    await answer.body?.cancel();
    throw new UserError(
      'download-refused',
      'Slack did not hand over the file but its sign-in page.',
      'Invite me to the channel and drop the file again; if it happens again, the app needs to be reinstalled with files:read.',
    );
  }
  if (answer.status === 404 || answer.status === 410) {
    throw new UserError('file-gone', 'The file is no longer there.', 'Upload it again.');
  }
  if (answer.status !== 200) throw broken(`download-http-${answer.status}`);
}

function broken(code: string): ServiceError {
  return new ServiceError('slack', 'unknown', code, 'The download from Slack did not arrive whole.');
}

async function writeCapped(
  body: ReadableStream<Uint8Array>,
  path: string,
  onProgress: () => void,
): Promise<number> {
  let received = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      onProgress();
      if (received > MAX_FILE_BYTES)
        done(
          new UserError(
            'file-too-large',
            'The file is larger than was announced, and too large.',
            'Split it into smaller files and drop them again.',
          ),
        );
      else done(null, chunk);
    },
  });
  await pipeline(
    Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
    counter,
    createWriteStream(path, { mode: 0o600 }),
  );
  return received;
}

/** Calls back when nothing was expected anew in time. */
function createWatchdog(onSilence: () => void) {
  let timer: NodeJS.Timeout | undefined;
  return {
    expect(ms: number) {
      clearTimeout(timer);
      timer = setTimeout(onSilence, ms);
    },
    end: () => clearTimeout(timer),
  };
}
