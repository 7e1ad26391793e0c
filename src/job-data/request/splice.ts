// Requests of plain templates without reading their rows: a stored cell is JSON already, so its bytes are copied into place.

import type { Settings } from '../../core/draft/settings.ts';
import type { Segment } from '../../core/draft/template.ts';
import { type CacheMark, markedParams } from '../../core/request/cache-mark.ts';
import { overriddenSettings, promptParams } from '../../core/request/request.ts';
import type { Overrides } from '../../core/result/retry.ts';
import type { StoredRow } from '../rows/stored-rows.ts';

/** @returns the request's JSON, valid until the next call; null for a row that has to be rendered the long way */
export type Splice = (row: StoredRow) => Uint8Array | null;

/** What all requests of a job have in common. */
export interface Common {
  jobId: string;
  settings: Settings;
  overrides: Overrides;
  mark: CacheMark | null;
}

const [QUOTE, BACKSLASH, LETTER_U, LETTER_D, SPACE, DELETE] = [0x22, 0x5c, 0x75, 0x64, 0x20, 0x7f];
/** Below this many bytes a loop is faster than a call. */
const SHORT_BYTES = 48;
const SEQ_BYTES = 15;

/**
 * Gives to the byte what JSON.stringify gives for the rendered row.
 * @param template the segments of one that holds nothing but text and columns
 * @param mostBytes longer requests are left to the long way, which refuses them
 */
export function createSplice(common: Common, template: readonly Segment[], mostBytes: number): Splice {
  const segments = unmarked(common, template);
  const [head, ...texts] = fixedParts(common, segments);
  const columns = segments.filter((segment) => typeof segment === 'number');
  const lastColumn = Math.max(-1, ...columns);
  const isBlank = segments.every((segment) => typeof segment === 'number' || segment.trim() === '');
  const fixedBytes = texts.reduce((sum, text) => sum + text.length, head.length + SEQ_BYTES);
  const starts = new Int32Array(lastColumn + 1);
  const ends = new Int32Array(lastColumn + 1);
  let out = Buffer.alloc(0);
  // Half a character in the template, which is as rare as in a cell: see locate.
  if (texts.some((text) => text.includes('\\ud'))) return () => null;

  function reserve(bytes: number): void {
    if (out.length >= bytes) return;
    out = Buffer.allocUnsafe(Math.max(64 * 1024, bytes * 2));
    out.set(head);
  }

  return ({ seq, json }) => {
    if (!locate(json, starts, ends)) return null;
    let bytes = fixedBytes;
    for (const column of columns) bytes += (ends[column] ?? 0) - (starts[column] ?? 0);
    if (bytes > mostBytes) return null;
    if (isBlank && !columns.some((column) => isVisible(json[starts[column] ?? 0]))) return null;
    reserve(bytes);
    let at = writeNumber(out, head.length, seq);
    for (let index = 0; index < texts.length; index++) {
      const text = texts[index] as Buffer;
      at = copy(text, 0, text.length, out, at);
      const column = columns[index];
      if (column !== undefined) at = copy(json, starts[column] ?? 0, ends[column] ?? 0, out, at);
    }
    return out.subarray(0, at);
  };
}

/** @returns how many bytes after their custom_id all requests of the job surely have in common; 0 when that is not known */
export function sharedBytes({
  segments,
  ...common
}: Common & { segments: readonly Segment[] | null }): number {
  return segments === null ? 0 : (fixedParts(common, unmarked(common, segments))[1]?.length ?? 0);
}

/** Where the prompt goes, or what follows its marked beginning. */
const PLACE = '-';

/** The beginning that is marked for the cache is a block of its own; what is left is the last one, and so must not be blank. */
function unmarked({ mark }: Common, template: readonly Segment[]): readonly Segment[] {
  return mark?.end === 'prompt' ? template.slice(1) : template;
}

/** What stands before the row's number, between it and the first column, between columns, and after the last. */
function fixedParts(
  { jobId, settings, overrides, mark }: Common,
  segments: readonly Segment[],
): [Buffer, ...Buffer[]] {
  const opening = `{"custom_id":"${jobId}-`;
  const before = mark?.end === 'prompt' ? mark.head : '';
  const params = markedParams(promptParams(overriddenSettings(settings, overrides), before + PLACE), mark);
  const whole = `","params":${JSON.stringify(params)}}`;
  const at = whole.lastIndexOf(PLACE);
  const closing = whole.slice(at + PLACE.length);
  if (!/^"[}\]]+$/.test(closing)) throw new Error('A prompt is not the last thing in its params.');
  const texts = [whole.slice(0, at)];
  for (const segment of segments) {
    if (typeof segment === 'number') texts.push('');
    else texts[texts.length - 1] += JSON.stringify(segment).slice(1, -1);
  }
  texts[texts.length - 1] += closing;
  return [Buffer.from(opening), ...texts.map((text) => Buffer.from(text))];
}

/** Finds the cells up to the last one that is needed; false when one is no text, or has half a character at an end. */
function locate(json: Uint8Array, starts: Int32Array, ends: Int32Array): boolean {
  const { length } = json;
  let at = 1;
  for (let cell = 0; cell < starts.length; cell++) {
    if (json[at] !== QUOTE) return false;
    at += 1;
    starts[cell] = at;
    for (let byte = json[at]; byte !== QUOTE; byte = json[at]) {
      if (at >= length) return false;
      if (byte !== BACKSLASH) at += 1;
      // Only a half of a surrogate pair is stored as \ud…: beside the other half it would have to be written otherwise.
      else if (json[at + 1] === LETTER_U && json[at + 2] === LETTER_D) return false;
      else at += 2;
    }
    ends[cell] = at;
    at += 2;
  }
  return true;
}

/** @returns whether a cell that begins with this byte is surely more than white space */
function isVisible(byte: number | undefined): boolean {
  return byte !== undefined && byte > SPACE && byte < DELETE && byte !== BACKSLASH && byte !== QUOTE;
}

function copy(from: Uint8Array, start: number, end: number, out: Buffer, at: number): number {
  if (end - start > SHORT_BYTES) out.set(from.subarray(start, end), at);
  else for (let index = start; index < end; index++) out[at + index - start] = from[index] ?? 0;
  return at + end - start;
}

function writeNumber(out: Buffer, at: number, number: number): number {
  let end = at + 1;
  for (let rest = number; rest >= 10; rest = Math.floor(rest / 10)) end += 1;
  for (let rest = number, place = end - 1; place >= at; place--, rest = Math.floor(rest / 10))
    out[place] = 48 + (rest % 10);
  return end;
}
