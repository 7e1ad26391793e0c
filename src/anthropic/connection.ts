// Which API to talk to, with which key, and at which addresses.
import { ServiceError } from '../core/errors.ts';

export interface Connection {
  apiKey: string;
  /** Without a slash at its end. */
  baseUrl: string;
}

/** The API version that the SDK sends too; it applies to every request of a message batch. */
const API_VERSION = '2026-10-21';
/** Where message batches are listed and created. */
export const BATCHES_PATH = '/v1/messages/batches';

/** Where files are uploaded and listed. */
export const FILES_PATH = '/v1/files';

/**
 * @returns the headers that every call carries
 * @throws ServiceError refused when the key cannot stand in a header: Node's own error would quote it
 */
export function headersFor({ apiKey }: Connection): Record<string, string> {
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new ServiceError(
      'anthropic',
      'refused',
      'authentication_error',
      'The API key holds characters that no key has.',
    );
  }
  return {
    authorization: `Bearer ${apiKey}`,
    'anthropic-version': API_VERSION,
    'user-agent': 'claude-batches-for-slack',
  };
}

/**
 * @param part what of the message batch: '', '/cancel' or '/results'
 * @returns the path of a message batch, always below our own base URL
 * @throws ServiceError gone when the id is none, so that a typed id cannot lead to another address
 */
export function batchPath(id: string, part: '' | '/cancel' | '/results' = ''): string {
  if (!/^[\w-]{1,200}$/.test(id)) {
    throw new ServiceError('anthropic', 'gone', 'not_found_error', 'This is no id of a message batch.');
  }
  return `${BATCHES_PATH}/${id}${part}`;
}

/** @returns the path of a file. @throws ServiceError gone when the id is none */
export function filePath(id: string): string {
  if (!/^[\w-]{1,200}$/.test(id))
    throw new ServiceError('anthropic', 'gone', 'not_found_error', 'This is no id of a file.');
  return `${FILES_PATH}/${id}`;
}
