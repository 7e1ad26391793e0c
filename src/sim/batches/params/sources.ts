// Where images and documents come from.
import { isObject, type Json } from '../json.ts';
import { invalid, type ParamsError } from './contract.ts';

const MOST_IMAGE_BYTES = 10 * 1024 * 1024;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The first bytes of each kind of file, in base64. */
const BEGINNINGS: Record<string, string> = {
  'image/jpeg': '/9j/',
  'image/png': 'iVBORw0KGgo',
  'image/gif': 'R0lGOD',
  'image/webp': 'UklGR',
  'application/pdf': 'JVBERi0',
};

type Source = { [key: string]: Json };

/** @param at the path of the block */
export function checkSource(
  source: Json | undefined,
  kind: 'image' | 'document',
  at: string,
): ParamsError | null {
  if (source === undefined) return invalid(`${at}.source: Field required`);
  if (!isObject(source)) return invalid(`${at}.source: Input should be an object`);
  const where = `${at}.source.${String(source.type)}`;
  switch (source.type) {
    case 'base64':
      return checkBytes(source, kind, where);
    case 'url':
      return checkUrl(source, where);
    case 'file':
      return typeof source.file_id === 'string' ? null : invalid(`${where}.file_id: Field required`);
    case 'text':
    case 'content':
      if (kind === 'document') return checkPlain(source, where);
  }
  return invalid(
    `${at}.source: Input tag '${String(source.type)}' found using 'type' does not match any of the expected tags`,
  );
}

function checkBytes(source: Source, kind: 'image' | 'document', at: string): ParamsError | null {
  const type = String(source.media_type);
  const allowed = Object.keys(BEGINNINGS).filter((name) => name.startsWith('image/') === (kind === 'image'));
  if (!allowed.includes(type))
    return invalid(`${at}.media_type: Input should be ${allowed.map((name) => `'${name}'`).join(' or ')}`);
  const { data } = source;
  if (typeof data !== 'string') return invalid(`${at}.data: Field required`);
  if (data === '') return invalid(`${at}.data: String should have at least 1 character`);
  if (!BASE64.test(data)) return invalid(`${at}.data: Invalid base64 data`);
  if (kind === 'image' && data.length > MOST_IMAGE_BYTES)
    return invalid(`${at}: image exceeds 10 MB maximum: ${data.length} bytes > ${MOST_IMAGE_BYTES} bytes`);
  return data.startsWith(BEGINNINGS[type] ?? '')
    ? null
    : invalid(`${at}.data: The file format is invalid or unsupported`);
}

/** Nothing is fetched: what needs a sign-in or is no web address fails, everything else is taken for fetched. */
function checkUrl({ url }: Source, at: string): ParamsError | null {
  if (typeof url !== 'string') return invalid(`${at}.url: Field required`);
  if (!url.startsWith('https://')) return invalid('Only HTTPS URLs are supported.');
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  const isClosed = host === '' || host === 'slack.com' || host.endsWith('.slack.com');
  return isClosed ? invalid('Unable to download the file. Please verify the URL and try again.') : null;
}

function checkPlain(source: Source, at: string): ParamsError | null {
  if (source.type === 'content')
    return source.content === undefined ? invalid(`${at}.content: Field required`) : null;
  if (source.media_type !== 'text/plain') return invalid(`${at}.media_type: Input should be 'text/plain'`);
  if (typeof source.data !== 'string') return invalid(`${at}.data: Field required`);
  return source.data.trim() === '' ? invalid(`${at}.data: String should have at least 1 character`) : null;
}
