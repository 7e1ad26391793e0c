// What the real API checks before it accepts a create call, in its words; params are looked at only at the end.
import { isUtf8 } from 'node:buffer';
import { type ApiFailure, badRequest } from './answer.ts';
import type { SimRequest } from './batch.ts';
import { isObject, type Json, type Params } from './json.ts';
import { checkSurrogates, endOfValue, notJson, parseSpan, skipSpace } from './json-span.ts';

const MOST_REQUESTS = 100_000;
const CUSTOM_ID = /^[a-zA-Z0-9_-]{1,64}$/;
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST, COLON, COMMA] = [...Buffer.from('{}[]:,')];

/** @returns the requests; their params are read from the body when they are asked for. @throws ApiFailure for the first thing that is wrong */
export function checkCreate(body: Buffer): SimRequest[] {
  if (!isUtf8(body)) throw notJson('str is not valid UTF-8', 0);
  checkSurrogates(body);
  const { extra, list } = readBody(body);
  if (extra !== null) throw badRequest(`${extra}: Extra inputs are not permitted`);
  if (list === 'missing') throw badRequest('requests: Field required');
  if (list === 'no list') throw badRequest('requests: Input should be a valid list');
  const { requests, count, failure } = list;
  if (count === 0) throw badRequest('requests: List should have at least 1 item after validation, not 0');
  if (count > MOST_REQUESTS)
    throw badRequest(
      `requests: List should have at most ${MOST_REQUESTS} items after validation, not ${count}`,
    );
  if (failure !== null) throw failure;
  checkUnique(requests);
  return requests;
}

interface RequestList {
  requests: SimRequest[];
  count: number;
  /** Of the first request that is wrong. */
  failure: ApiFailure | null;
}

/** Walks through the whole body first: what is no JSON is refused before any field is looked at. */
function readBody(body: Buffer): { extra: string | null; list: RequestList | 'missing' | 'no list' } {
  let extra: string | null = null;
  let list: RequestList | 'missing' | 'no list' = 'missing';
  let at = skipSpace(body, 0);
  if (body[at] !== OPEN_OBJECT) {
    parseSpan(body, 0, body.length);
    throw badRequest('Input should be an object');
  }
  at = skipSpace(body, at + 1);
  while (body[at] !== CLOSE_OBJECT) {
    const keyEnd = endOfValue(body, at);
    const key = parseSpan(body, at, keyEnd);
    at = skipSpace(body, keyEnd);
    if (typeof key !== 'string' || body[at] !== COLON) throw notJson('unexpected character', at);
    at = skipSpace(body, at + 1);
    if (key === 'requests' && body[at] === OPEN_LIST) {
      const read = readRequests(body, at);
      list = read.list;
      at = read.end;
    } else {
      const end = endOfValue(body, at);
      parseSpan(body, at, end);
      if (key === 'requests') list = 'no list';
      else extra ??= key;
      at = end;
    }
    at = afterComma(body, at, CLOSE_OBJECT);
  }
  if (skipSpace(body, at + 1) < body.length) throw notJson('unexpected content after document', at + 1);
  return { extra, list };
}

function readRequests(body: Buffer, start: number): { list: RequestList; end: number } {
  const list: RequestList = { requests: [], count: 0, failure: null };
  let at = skipSpace(body, start + 1);
  while (body[at] !== CLOSE_LIST) {
    const end = endOfValue(body, at);
    const checked = checkRequest(parseSpan(body, at, end), `requests.${list.count}`);
    if (typeof checked === 'string') list.requests.push(requestAt(body, checked, at, end));
    else list.failure ??= checked;
    list.count += 1;
    at = afterComma(body, end, CLOSE_LIST);
  }
  return { list, end: at + 1 };
}

/** @returns where the next item begins, or the closing bracket stands */
function afterComma(body: Buffer, end: number, close: number | undefined): number {
  const at = skipSpace(body, end);
  if (body[at] === close) return at;
  if (body[at] !== COMMA) throw notJson('unexpected character', at);
  const next = skipSpace(body, at + 1);
  if (body[next] === close) throw notJson('trailing comma is not allowed', next);
  return next;
}

function requestAt(body: Buffer, customId: string, start: number, end: number): SimRequest {
  return {
    customId,
    get params() {
      const { params } = parseSpan(body, start, end) as { params: Params };
      return params;
    },
  };
}

/** @returns its custom_id, or what is wrong */
function checkRequest(request: Json, at: string): string | ApiFailure {
  if (!isObject(request)) return badRequest(`${at}: Input should be an object`);
  const { custom_id: customId, params, ...others } = request;
  if (customId === undefined) return badRequest(`${at}.custom_id: Field required`);
  if (typeof customId !== 'string') return badRequest(`${at}.custom_id: Input should be a valid string`);
  if (customId.length === 0) return badRequest(`${at}.custom_id: String should have at least 1 character`);
  if (customId.length > 64) return badRequest(`${at}.custom_id: String should have at most 64 characters`);
  if (!CUSTOM_ID.test(customId))
    return badRequest(`${at}.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'`);
  if (params === undefined) return badRequest(`${at}.params: Field required`);
  if (!isObject(params)) return badRequest(`${at}.params: Input should be an object`);
  const extra = Object.keys(others)[0];
  if (extra !== undefined) return badRequest(`${at}.${extra}: Extra inputs are not permitted`);
  return customId;
}

function checkUnique(requests: SimRequest[]): void {
  const seen = new Set<string>();
  for (const { customId } of requests) {
    if (seen.has(customId))
      throw badRequest(
        `requests: custom_id's must be unique within a batch. Duplicate custom_id found: ${customId}`,
      );
    seen.add(customId);
  }
}
