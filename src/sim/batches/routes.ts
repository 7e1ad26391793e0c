// Every route of the API that the stand-in knows.
import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, ApiFailure, badRequest, json, notFound } from './answer.ts';
import { batchToWire } from './batch-wire.ts';
import { checkCreate } from './create-check.ts';
import { findModel, getModel, listModels } from './models.ts';
import { checkParams } from './params-check.ts';
import { createRandom } from './random.ts';
import { message, type ResultsOptions, resultLines } from './results.ts';
import type { Oddities, Params, SimBatch } from './sim.ts';
import type { BatchStore } from './store.ts';
import { inputTokens } from './tokens.ts';

export interface RouteContext {
  store: BatchStore;
  origin: string;
  version: string;
  oddities: Oddities;
  results: ResultsOptions;
  queueLimit: number;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The last part of the path that the pattern captured. */
  id: string;
  body: Buffer;
  problem(text: string): void;
}

/** A stream of lines, for results. */
export interface Lines {
  headers: Record<string, string>;
  lines: Iterable<string>;
}

export type Handler = (context: RouteContext) => Answer | Lines;

export const ROUTES: readonly { method: string; pattern: RegExp; name: string; handle: Handler }[] = [
  { method: 'POST', pattern: /^\/v1\/messages\/batches$/, name: 'POST /v1/messages/batches', handle: create },
  { method: 'GET', pattern: /^\/v1\/messages\/batches$/, name: 'GET /v1/messages/batches', handle: list },
  {
    method: 'GET',
    pattern: /^\/v1\/messages\/batches\/([^/]+)$/,
    name: 'GET /v1/messages/batches/{id}',
    handle: retrieve,
  },
  {
    method: 'POST',
    pattern: /^\/v1\/messages\/batches\/([^/]+)\/cancel$/,
    name: 'POST /v1/messages/batches/{id}/cancel',
    handle: cancel,
  },
  {
    method: 'DELETE',
    pattern: /^\/v1\/messages\/batches\/([^/]+)$/,
    name: 'DELETE /v1/messages/batches/{id}',
    handle: remove,
  },
  {
    method: 'GET',
    pattern: /^\/v1\/messages\/batches\/([^/]+)\/results$/,
    name: 'GET /v1/messages/batches/{id}/results',
    handle: results,
  },
  {
    method: 'POST',
    pattern: /^\/v1\/messages\/count_tokens$/,
    name: 'POST /v1/messages/count_tokens',
    handle: count,
  },
  { method: 'POST', pattern: /^\/v1\/messages$/, name: 'POST /v1/messages', handle: single },
  {
    method: 'GET',
    pattern: /^\/v1\/models$/,
    name: 'GET /v1/models',
    handle: ({ query }) => listModels(query),
  },
  {
    method: 'GET',
    pattern: /^\/v1\/models\/([^/]+)$/,
    name: 'GET /v1/models/{id}',
    handle: ({ id }) => getModel(id),
  },
];

function create({
  store,
  body,
  headers,
  origin,
  version,
  oddities,
  queueLimit,
  problem,
}: RouteContext): Answer {
  if (headers['content-encoding'] !== undefined) problem('a create body was compressed');
  const requests = checkCreate(body.toString('utf8'));
  if (store.queued() + requests.length > queueLimit) {
    throw new ApiFailure(429, 'rate_limit_error', 'Too many requests are in the processing queue.', {
      'retry-after': '60',
    });
  }
  return json(batchToWire(store.create(requests, version), origin, oddities));
}

function list({ store, query, origin, oddities }: RouteContext): Answer {
  store.sweep();
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw badRequest('limit: Input should be between 1 and 1000');
  const newestFirst = [...store.all].sort(
    (a, b) => b.createdAtMs - a.createdAtMs || store.all.indexOf(b) - store.all.indexOf(a),
  );
  const after = query.get('after_id');
  const before = query.get('before_id');
  const start = after === null ? 0 : newestFirst.findIndex(({ id }) => id === after) + 1;
  const end = before === null ? newestFirst.length : newestFirst.findIndex(({ id }) => id === before);
  const rest = newestFirst.slice(start, end);
  const data = rest.slice(0, limit);
  return json({
    data: data.map((batch) => batchToWire(batch, origin, oddities)),
    has_more: rest.length > limit,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  });
}

function find({ store, id }: RouteContext): SimBatch {
  store.sweep();
  const batch = store.find(id);
  if (!batch) throw notFound(`Message Batch ${id} not found.`);
  if (batch.hiddenReads > 0) {
    batch.hiddenReads -= 1;
    throw notFound(`Message Batch ${id} not found.`);
  }
  return batch;
}

function retrieve(context: RouteContext): Answer {
  const batch = find(context);
  const headers: Record<string, string> = batch.status === 'ended' ? {} : { 'retry-after': '10' };
  return json(batchToWire(batch, context.origin, context.oddities), headers);
}

function cancel(context: RouteContext): Answer {
  const batch = find(context);
  if (batch.status === 'ended') throw badRequest('Message Batch has already ended.');
  context.store.cancel(batch);
  return json(batchToWire(batch, context.origin, context.oddities));
}

function remove(context: RouteContext): Answer {
  const batch = find(context);
  if (batch.status !== 'ended')
    throw badRequest('In progress batches cannot be deleted. Consider canceling the batch instead.');
  context.store.remove(batch.id);
  return json({ id: batch.id, type: 'message_batch_deleted' });
}

function results(context: RouteContext): Lines {
  const batch = find(context);
  const hidden = batch.status === 'ended' && batch.hiddenResults > 0;
  if (hidden) batch.hiddenResults -= 1;
  if (batch.status !== 'ended') context.problem(`results of ${batch.id} were asked for before it ended`);
  if (batch.status !== 'ended' || hidden || batch.archivedAtMs !== null)
    throw notFound(`Message Batch ${batch.id} has no available results.`);
  const headers: Record<string, string> = context.oddities.noContentType
    ? {}
    : { 'content-type': 'application/x-jsonl' };
  return { headers, lines: resultLines(batch, context.results) };
}

function parseParams(body: Buffer): Params {
  try {
    return JSON.parse(body.toString('utf8')) as Params;
  } catch {
    throw badRequest('The request body is not valid JSON');
  }
}

function count({ body }: RouteContext): Answer {
  const params = parseParams(body);
  if (!findModel(params.model)) throw notFound(`model: ${String(params.model)}`);
  if ('max_tokens' in params) throw badRequest('max_tokens: Extra inputs are not permitted');
  if (!Array.isArray(params.messages) || params.messages.length === 0)
    throw badRequest('messages: at least one message is required');
  return json({ input_tokens: inputTokens(params) });
}

function single({ body, version, results: options }: RouteContext): Answer {
  const params = parseParams(body);
  const error = checkParams(params, version, false);
  if (error?.type === 'not_found_error') throw notFound(error.message);
  if (error) throw badRequest(error.message);
  return json(message({ customId: '', params }, {}, options, createRandom(options.seed), 'standard'));
}
