// The results of a message batch.
import { type Lines, notFound } from '../answer.ts';
import { resultLines } from '../results.ts';
import type { Route, RouteCall } from '../route.ts';
import { findBatch } from './batches.ts';

export const resultRoutes: readonly Route[] = [['GET', '/v1/messages/batches/{id}/results', results]];

function results(call: RouteCall): Lines {
  const { oddities, problem } = call.world;
  const batch = findBatch(call);
  const isLate = batch.status === 'ended' && batch.hiddenResults > 0;
  if (isLate) batch.hiddenResults -= 1;
  if (batch.status !== 'ended') problem(`results of ${batch.id} were asked for before it ended`);
  if (batch.status !== 'ended' || isLate || batch.archivedAtMs !== null)
    throw notFound(`Message Batch ${batch.id} has no available results.`);
  const headers: Record<string, string> = {
    'content-disposition': `attachment; filename*=utf-8''${batch.id}_results.jsonl`,
    ...(oddities.noContentType ? {} : { 'content-type': 'application/x-jsonl' }),
  };
  batch.resultsReads += 1;
  return { headers, lines: resultLines(batch, call.world) };
}
