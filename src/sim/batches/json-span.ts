// Finds where values stand in the bytes of a JSON text, so that a large body need not become objects all at once.
import { badRequest } from './answer.ts';
import type { Json } from './json.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x7b, 0x5b]);
const CLOSE = new Set([0x7d, 0x5d]);
const SPACE = new Set([0x20, 0x0a, 0x0d, 0x09]);
const AFTER_VALUE = new Set([0x2c, ...CLOSE, ...SPACE]);

export function notJson(why: string, at: number): Error {
  return badRequest(`The request body is not valid JSON: ${why}: line 1 column ${at + 1} (char ${at})`);
}

export function skipSpace(bytes: Buffer, at: number): number {
  let next = at;
  while (SPACE.has(bytes[next] ?? 0)) next += 1;
  return next;
}

/** @returns the value between two offsets. @throws ApiFailure when it is no JSON */
export function parseSpan(bytes: Buffer, start: number, end: number): Json {
  try {
    return JSON.parse(bytes.toString('utf8', start, end)) as Json;
  } catch {
    throw notJson(start >= end ? 'unexpected end of data' : 'unexpected character', start);
  }
}

/** @returns the offset behind the value that begins at start; what is inside it is not checked */
export function endOfValue(bytes: Buffer, start: number): number {
  const first = bytes[start] ?? 0;
  if (first === QUOTE) return endOfString(bytes, start);
  let at = start;
  if (!OPEN.has(first)) {
    while (at < bytes.length && !AFTER_VALUE.has(bytes[at] ?? 0)) at += 1;
    return at;
  }
  let depth = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      at = endOfString(bytes, at);
      continue;
    }
    at += 1;
    // Plain comparisons: this loop runs over every byte outside of a string.
    if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (byte === 0x7d || byte === 0x5d) depth -= 1;
    if (depth === 0) return at;
  }
  throw notJson('unexpected end of data', bytes.length);
}

function endOfString(bytes: Buffer, start: number): number {
  let quote = bytes.indexOf(QUOTE, start + 1);
  while (quote >= 0 && backslashesBefore(bytes, quote) % 2 === 1) quote = bytes.indexOf(QUOTE, quote + 1);
  if (quote < 0) throw notJson('unexpected end of string', bytes.length);
  return quote + 1;
}

function backslashesBefore(bytes: Buffer, at: number): number {
  let count = 0;
  while (bytes[at - 1 - count] === BACKSLASH) count += 1;
  return count;
}

/** Half of a character outside the basic plane, written as an escape, is what the API refuses as no JSON at all. */
export function checkSurrogates(bytes: Buffer): void {
  for (const start of ['\\ud', '\\uD']) {
    for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, at + 1)) {
      if (backslashesBefore(bytes, at) % 2 === 1) continue;
      const pair = bytes.toString('latin1', at, at + 12);
      const isHigh = /^\\ud[89ab]/i.test(pair);
      if (isHigh && !/^\\u....\\ud[c-f]/i.test(pair)) throw notJson('no low surrogate in string', at);
      if (/^\\ud[c-f]/i.test(pair) && !isAfterHigh(bytes, at))
        throw notJson('no high surrogate in string', at);
    }
  }
}

function isAfterHigh(bytes: Buffer, at: number): boolean {
  const before = bytes.toString('latin1', Math.max(0, at - 6), at);
  return /^\\ud[89ab]..$/i.test(before) && backslashesBefore(bytes, at - 6) % 2 === 0;
}
