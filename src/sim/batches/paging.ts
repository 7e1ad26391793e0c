// Pages of a list that is newest first: limit, after_id, before_id.
import { type Answer, badRequest, json } from './answer.ts';
import type { Json } from './json.ts';

const USUAL_LIMIT = 20;
const MOST_LIMIT = 1000;

/**
 * @param items newest first
 * @param toWire how one is shown
 * @throws ApiFailure for a query that makes no sense
 */
export function pageOf<T extends { id: string }>(
  items: readonly T[],
  query: URLSearchParams,
  toWire: (item: T) => Json,
): Answer {
  const limit = limitOf(query.get('limit'));
  const after = query.get('after_id');
  const before = query.get('before_id');
  if (after !== null && before !== null)
    throw badRequest('after_id, before_id: only one of them may be given');
  const start = after === null ? 0 : positionOf(items, 'after_id', after) + 1;
  const end = before === null ? items.length : positionOf(items, 'before_id', before);
  // Before an item means next to it, not at the top of the list.
  const data =
    before === null ? items.slice(start, start + limit) : items.slice(Math.max(0, end - limit), end);
  return json({
    data: data.map(toWire),
    has_more: end - start > limit,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  });
}

function limitOf(text: string | null): number {
  if (text === null) return USUAL_LIMIT;
  const limit = /^\d+$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MOST_LIMIT) throw badRequest(`limit: Input should be between 1 and ${MOST_LIMIT}`);
  return limit;
}

function positionOf(items: readonly { id: string }[], name: string, id: string): number {
  const position = items.findIndex((item) => item.id === id);
  if (position < 0) throw badRequest(`${name}: ${id} not found`);
  return position;
}
