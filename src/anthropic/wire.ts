// The API's objects as they travel, checked at the door; fields that newer versions add or older ones lack are no matter.

import type { Model } from '../core/draft/model.ts';
import { EFFORTS, THINKING } from '../core/draft/thinking.ts';
import type { RemoteBatch, RequestCounts } from '../core/job/batch.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { MessageAnswer } from '../ports/batch-api.ts';
import { unreadableAnswer } from './errors.ts';
import { readMessage } from './result-line.ts';

const STATUSES = ['in_progress', 'canceling', 'ended'] as const;
const LIFECYCLES = ['active', 'deprecated', 'retired'] as const;

/** One page of a list, newest first. */
export interface Page {
  items: JsonObject[];
  /** Where the next page begins; null when this is the last one. */
  after: string | null;
}

/** @returns a message batch in our words. @throws ServiceError unknown when it cannot be read */
export function readBatch(value: unknown): RemoteBatch {
  const wire = objectIn(value);
  return {
    id: textIn(wire.id),
    status: STATUSES.find((status) => status === wire.processing_status) ?? fail(),
    counts: readCounts(objectIn(wire.request_counts)),
    createdAt: timeOf(wire.created_at) ?? fail(),
    expiresAt: timeOf(wire.expires_at) ?? fail(),
    endedAt: timeOf(wire.ended_at),
    cancelInitiatedAt: timeOf(wire.cancel_initiated_at),
    archivedAt: timeOf(wire.archived_at),
    hasResults: typeof wire.results_url === 'string',
  };
}

function readCounts(wire: JsonObject): RequestCounts {
  return {
    processing: countIn(wire.processing),
    succeeded: countIn(wire.succeeded),
    errored: countIn(wire.errored),
    canceled: countIn(wire.canceled),
    expired: countIn(wire.expired),
  };
}

/** @returns the id of an uploaded file. @throws ServiceError unknown when it cannot be read */
export function readFileId(value: unknown): string {
  return textIn(objectIn(value).id);
}

/** One page of the list of files. */
export interface FilePage {
  files: { id: string; name: string }[];
  /** Names the next page; null when this is the last one. */
  next: string | null;
}

/** @throws ServiceError unknown */
export function readFilePage(value: unknown): FilePage {
  const wire = objectIn(value);
  if (!Array.isArray(wire.data)) return fail();
  const files = wire.data
    .map(objectIn)
    .map(({ id, filename }) => ({ id: textIn(id), name: textIn(filename) }));
  const { next_page: next } = wire;
  return { files, next: typeof next === 'string' && next !== '' ? next : null };
}

/** @returns a model in our words. @throws ServiceError unknown when it cannot be read */
export function readModel(value: unknown): Model {
  const wire = objectIn(value);
  const id = textIn(wire.id);
  const capabilities = isJsonObject(wire.capabilities) ? wire.capabilities : {};
  const { thinking } = capabilities;
  return {
    id,
    displayName: typeof wire.display_name === 'string' ? wire.display_name : id,
    lifecycle: LIFECYCLES.find((lifecycle) => lifecycle === wire.lifecycle) ?? null,
    retiresAt: typeof wire.retires_at === 'string' ? dateOrNull(wire.retires_at) : null,
    maxOutputTokens: limitOf(wire.max_tokens),
    contextTokens: limitOf(wire.max_input_tokens),
    batch: supports(capabilities.batch),
    structuredOutputs: supports(capabilities.structured_outputs),
    efforts: supported(EFFORTS, capabilities.effort),
    thinking: supported(THINKING, thinking, isJsonObject(thinking) ? thinking.types : undefined),
  };
}

/** What a model does not speak of it is taken to have. */
function supports(capability: Json | undefined): boolean {
  return !isJsonObject(capability) || capability.supported !== false;
}

/** @param parts where each name says for itself whether it is supported @returns the names that are not denied, none when the whole is */
function supported<Name extends string>(
  names: readonly Name[],
  whole: Json | undefined,
  parts: Json | undefined = whole,
): Name[] {
  if (!supports(whole)) return [];
  return names.filter((name) => !isJsonObject(parts) || (parts[name] !== null && supports(parts[name])));
}

/**
 * A page that cannot be read must not pass for an empty one: nothing in the list means "send again".
 * @throws ServiceError unknown
 */
export function readPage(value: unknown): Page {
  const wire = objectIn(value);
  if (!Array.isArray(wire.data) || typeof wire.has_more !== 'boolean') return fail();
  const items = wire.data.map(objectIn);
  if (!wire.has_more) return { items, after: null };
  const last = items.at(-1);
  if (last === undefined) return fail();
  return { items, after: textIn(wire.last_id ?? last.id) };
}

/** @returns the tokens of a count. @throws ServiceError unknown when it cannot be read */
export function readTokenCount(value: unknown): number {
  return countIn(objectIn(value).input_tokens);
}

/** @returns a single answer in our words. @throws ServiceError unknown when it cannot be read: it may be billed all the same */
export function readAnswered(value: unknown): MessageAnswer {
  const { text, model, stopReason, usage } = readMessage(objectIn(value));
  if (text === null || model === null || usage === null) return fail();
  return { text, model, stopReason, usage };
}

function fail(): never {
  throw unreadableAnswer();
}

function objectIn(value: unknown): JsonObject {
  return isJsonObject(value) ? value : fail();
}

function textIn(value: Json | undefined): string {
  return typeof value === 'string' && value !== '' ? value : fail();
}

function countIn(value: Json | undefined): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : fail();
}

/** UTC milliseconds of an RFC 3339 time, `Z` or `+00:00`; null when there is none. */
function timeOf(value: Json | undefined): number | null {
  if (value === null || value === undefined) return null;
  return (typeof value === 'string' ? dateOrNull(value) : null) ?? fail();
}

function dateOrNull(text: string): number | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

function limitOf(value: Json | undefined): number | null {
  return typeof value === 'number' && value > 0 ? value : null;
}
