// Uploads one file to Anthropic's Files API, so that requests can name it by its id.
import { randomBytes } from 'node:crypto';
import { type Connection, FILES_PATH } from './connection.ts';
import { POST_LIMITS, type PostLimits, post } from './post.ts';
import { readFileId } from './wire.ts';

export interface FileUpload {
  /** Plain ASCII without quotes: it stands in a header. */
  fileName: string;
  /** Its media type. */
  type: string;
  bytes: Buffer;
  /** One hour to ninety days; then Anthropic deletes it. */
  expiresInSeconds: number;
}

/** @returns its id. @throws ServiceError: unknown when it may have arrived */
export function uploadFile(
  connection: Connection,
  { fileName, type, bytes, expiresInSeconds }: FileUpload,
  limits: PostLimits = POST_LIMITS,
): Promise<string> {
  const boundary = `----${randomBytes(16).toString('hex')}`;
  const part = `--${boundary}\r\nContent-Disposition: form-data; name=`;
  const head = Buffer.from(
    `${part}"expires_in_seconds"\r\n\r\n${expiresInSeconds}\r\n${part}"file"; filename="${fileName}"\r\nContent-Type: ${type}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const body = { lengthBytes: head.length + bytes.length + tail.length, chunks: [head, bytes, tail] };
  const contentType = `multipart/form-data; boundary=${boundary}`;
  return post(connection, { path: FILES_PATH, contentType, body, read: readFileId }, limits);
}
