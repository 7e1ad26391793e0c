// The models, listed and one by one.
import { type Answer, badRequest, json, notFound } from '../answer.ts';
import { modelToWire } from '../model-wire.ts';
import { findModel, MODELS } from '../models.ts';
import { pageOf } from '../paging.ts';
import type { Route, RouteCall } from '../route.ts';

const LIFECYCLES = ['active', 'deprecated', 'retired'];

export const modelRoutes: readonly Route[] = [
  ['GET', '/v1/models', list],
  ['GET', '/v1/models/{id}', retrieve],
];

/** Retired ones are listed only when they are asked for. */
function list({ query }: RouteCall): Answer {
  const asked = [...query.getAll('lifecycle'), ...query.getAll('lifecycle[]')];
  if (asked.some((name) => !LIFECYCLES.includes(name)))
    throw badRequest("lifecycle: Input should be 'active', 'deprecated' or 'retired'");
  const shown = asked.length > 0 ? asked : ['active', 'deprecated'];
  const models = MODELS.filter(({ lifecycle }) => shown.includes(lifecycle));
  return pageOf(models, query, modelToWire);
}

function retrieve({ id }: RouteCall): Answer {
  const found = findModel(id);
  if (!found) throw notFound(`model: ${id}`);
  return json(modelToWire(found));
}
