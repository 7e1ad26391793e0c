// Message batches: create, list, look at, cancel, delete.
import { type Answer, badRequest, json, notFound, rateLimited } from '../answer.ts';
import type { SimBatch } from '../batch.ts';
import { batchToWire } from '../batch-wire.ts';
import { checkCreate } from '../create-check.ts';
import { pageOf } from '../paging.ts';
import type { Route, RouteCall } from '../route.ts';

const QUEUE_RETRY_SECONDS = 60;
const LIST_QUERY = ['limit', 'after_id', 'before_id', 'beta'];

export const batchRoutes: readonly Route[] = [
  ['POST', '/v1/messages/batches', create],
  ['GET', '/v1/messages/batches', list],
  ['GET', '/v1/messages/batches/{id}', retrieve],
  ['POST', '/v1/messages/batches/{id}/cancel', cancel],
  ['DELETE', '/v1/messages/batches/{id}', remove],
];

function create({ world, body, sha256, version, betas }: RouteCall): Answer {
  const { store, queueLimit, origin, oddities } = world;
  store.sweep();
  const requests = checkCreate(body);
  if (store.queued() + requests.length > queueLimit)
    throw rateLimited(
      'This request would exceed the number of batch requests that may be in the processing queue.',
      QUEUE_RETRY_SECONDS,
    );
  const batch = store.create({ requests, version, betas, bytes: body.length, sha256 });
  return json(batchToWire(batch, origin, oddities));
}

function list({ world, query }: RouteCall): Answer {
  const { store, origin, oddities, problem } = world;
  store.sweep();
  for (const name of query.keys())
    if (!LIST_QUERY.includes(name))
      problem(`an unknown query parameter in a list of message batches: ${name}`);
  const seen = store.all.filter((batch) => {
    if (batch.hiddenLists === 0) return true;
    batch.hiddenLists -= 1;
    return false;
  });
  const newestFirst = seen.reverse().sort((a, b) => b.createdAtMs - a.createdAtMs);
  return pageOf(newestFirst, query, (batch) => batchToWire(batch, origin, oddities));
}

/** @throws ApiFailure when there is none, or it is not visible yet */
export function findBatch({ world, id }: RouteCall): SimBatch {
  world.store.sweep();
  const batch = world.store.find(id);
  if (batch && batch.hiddenReads > 0) batch.hiddenReads -= 1;
  else if (batch) return batch;
  throw notFound(`Message Batch ${id} not found.`);
}

function retrieve(call: RouteCall): Answer {
  const batch = findBatch(call);
  const headers: Record<string, string> = batch.status === 'ended' ? {} : { 'retry-after': '10' };
  const answer = json(batchToWire(batch, call.world.origin, call.world.oddities), headers);
  batch.reads += 1;
  return answer;
}

/** What happens to one that has ended is nowhere said; the stricter reading is a refusal. */
function cancel(call: RouteCall): Answer {
  const batch = findBatch(call);
  if (call.body.length > 0 && !/^\s*\{\s*\}\s*$/.test(call.body.toString('utf8')))
    throw badRequest('body: Extra inputs are not permitted');
  if (batch.status === 'ended') throw badRequest(`Message Batch ${batch.id} has already ended.`);
  call.world.store.cancel(batch);
  return json(batchToWire(batch, call.world.origin, call.world.oddities));
}

function remove(call: RouteCall): Answer {
  const batch = findBatch(call);
  if (batch.status !== 'ended')
    throw badRequest('In progress batches cannot be deleted. Consider canceling the batch instead.');
  call.world.store.remove(batch.id);
  return json({ id: batch.id, type: 'message_batch_deleted' });
}
