// Files: upload, list, look at, delete.
import { type Answer, ApiFailure, badRequest, json, notFound } from '../answer.ts';
import type { SimFile } from '../file-store.ts';
import type { Json } from '../json.ts';
import { type Part, partsOf } from '../multipart.ts';
import type { Route, RouteCall } from '../route.ts';

export const fileRoutes: readonly Route[] = [
  ['POST', '/v1/files', upload],
  ['GET', '/v1/files', list],
  ['GET', '/v1/files/{id}', retrieve],
  ['DELETE', '/v1/files/{id}', remove],
];

const FIELDS = ['file', 'expires_in_seconds'];
const [SHORTEST_SECONDS, LONGEST_SECONDS] = [3600, 7_776_000];
const FORBIDDEN_NAME = /[<>:"|?*\\/]/;
const MOST_NAME_CHARS = 255;
const [USUAL_LIMIT, MOST_LIMIT] = [20, 1000];

function upload({ world, body, contentType }: RouteCall): Answer {
  const parts = partsOf(contentType, body);
  const extra = parts.find(({ name }) => !FIELDS.includes(name));
  if (extra) throw badRequest(`${extra.name}: Extra inputs are not permitted`);
  const file = parts.find(({ name }) => name === 'file');
  if (!file) throw badRequest('file: Field required');
  if (file.content.length === 0) throw badRequest('file: The file is empty');
  const fileName = file.fileName || 'unnamed';
  const hasControl = [...fileName].some((letter) => letter < ' ');
  if (fileName.length > MOST_NAME_CHARS || FORBIDDEN_NAME.test(fileName) || hasControl)
    throw badRequest('file: Invalid filename');
  const expiresInSeconds = secondsOf(parts.find(({ name }) => name === 'expires_in_seconds'));
  const type = file.type ?? 'application/octet-stream';
  // The body is a buffer of its own for each call, so its part can be kept.
  return json(toWire(world.files.add({ fileName, type, content: file.content, expiresInSeconds })));
}

function secondsOf(part: Part | undefined): number | null {
  if (part === undefined) return null;
  const text = part.content.toString('utf8');
  const seconds = /^\d+$/.test(text) ? Number(text) : 0;
  if (seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS) return seconds;
  throw badRequest(`expires_in_seconds: Input should be between ${SHORTEST_SECONDS} and ${LONGEST_SECONDS}`);
}

function list({ world, query }: RouteCall): Answer {
  for (const name of query.keys())
    if (!['limit', 'page'].includes(name))
      world.problem(`an unknown query parameter in a list of files: ${name}`);
  const limit = Number(query.get('limit') ?? USUAL_LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LIMIT)
    throw badRequest(`limit: Input should be between 1 and ${MOST_LIMIT}`);
  const all = world.files.all();
  const page = query.get('page');
  const start = page === null ? 0 : all.findIndex(({ id }) => `page_${id}` === page);
  if (start < 0) throw badRequest('page: Invalid page token');
  const next = all[start + limit];
  const data = all.slice(start, start + limit).map(toWire);
  return json({ data, next_page: next === undefined ? null : `page_${next.id}` });
}

/** @throws ApiFailure when there is none */
function findFile({ world, id }: RouteCall): SimFile {
  const file = world.files.find(id);
  if (file === undefined) throw notFound(`File not found: ${id}`);
  if (!world.files.isExpired(file)) return file;
  throw new ApiFailure(404, 'not_found_error', `File has expired: ${id}`, {}, 'file_expired');
}

function retrieve(call: RouteCall): Answer {
  return json(toWire(findFile(call)));
}

function remove(call: RouteCall): Answer {
  const { id } = findFile(call);
  call.world.files.remove(id);
  return json({ id, type: 'file_deleted' });
}

function toWire({ id, fileName, type, content, createdAtMs, expiresAtMs }: SimFile): Json {
  return {
    id,
    type: 'file',
    filename: fileName,
    mime_type: type,
    size_bytes: content.length,
    created_at: new Date(createdAtMs).toISOString(),
    expires_at: expiresAtMs === null ? null : new Date(expiresAtMs).toISOString(),
    downloadable: false,
  };
}
