// Turns a request into arguments the way Slack does: forms with JSON inside, JSON bodies, query strings.
import type { IncomingMessage } from 'node:http';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import { ApiError, type Method, refuseArguments } from './method.ts';

const JSON_ARGUMENTS = new Set(['attachments', 'blocks', 'file_ids', 'files', 'metadata', 'view']);
const NUMBER_ARGUMENTS = new Set(['count', 'length', 'limit', 'page']);
const FLAG_ARGUMENTS = new Set([
  'as_user',
  'full',
  'include_all_metadata',
  'include_disabled',
  'include_locale',
  'include_num_members',
  'inclusive',
  'link_names',
  'mrkdwn',
  'prevent_creation',
  'reply_broadcast',
  'return_im',
  'unfurl_links',
  'unfurl_media',
]);
const FORMAT_ERRORS: Record<string, string> = {
  blocks: 'invalid_blocks_format',
  metadata: 'invalid_metadata_format',
};
/** Slack takes these with every method. */
const COMMON_ARGUMENTS = new Set(['token', 'team_id']);

/** The raw fields of a request: query, form or JSON object. Throws ApiError for a body Slack would not read. */
export function readFields(request: IncomingMessage, body: string): JsonObject {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (body === '') return Object.fromEntries(query);
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body));
  if (type !== 'application/json') throw new ApiError('invalid_post_type');
  const parsed = parseJson(body);
  if (!isObject(parsed)) throw new ApiError('invalid_json');
  return parsed;
}

/**
 * Arguments of a method in their own types.
 * @returns the arguments, and the names the method does not know
 */
export function readArguments(method: Method, fields: JsonObject): { args: JsonObject; unknown: string[] } {
  const names = method.args.map((name) => name.replace('!', ''));
  const required = method.args.filter((name) => name.endsWith('!')).map((name) => name.slice(0, -1));
  const args: JsonObject = {};
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (COMMON_ARGUMENTS.has(name)) continue;
    if (!names.includes(name)) unknown.push(name);
    else if (value !== null && value !== undefined) args[name] = readArgument(name, value);
  }
  const missing = required.filter((name) => args[name] === undefined || args[name] === '');
  if (missing.length > 0) throw refuseArguments(...missing.map((name) => `missing required field: ${name}`));
  return { args, unknown };
}

function readArgument(name: string, value: unknown): unknown {
  if (JSON_ARGUMENTS.has(name)) {
    const parsed = typeof value === 'string' ? parseJson(value) : value;
    if (parsed !== undefined) return parsed;
    const error = FORMAT_ERRORS[name];
    throw error === undefined ? refuseArguments(`${name} is not JSON`) : new ApiError(error);
  }
  if (NUMBER_ARGUMENTS.has(name)) {
    const parsed = Number(value);
    if (!Number.isFinite(parsed)) throw refuseArguments(`must be a number [json-pointer:/${name}]`);
    return parsed;
  }
  if (FLAG_ARGUMENTS.has(name)) return value === true || value === 'true' || value === '1';
  return String(value);
}
