// Single messages, and counting tokens.
import { type Answer, badRequest, json, notFound } from '../answer.ts';
import { isObject, type Params } from '../json.ts';
import { checkSurrogates, parseSpan } from '../json-span.ts';
import { messageFor } from '../message.ts';
import { findModel } from '../models.ts';
import { checkParams } from '../params/check.ts';
import { createRandom } from '../random.ts';
import type { Route, RouteCall } from '../route.ts';
import { inputTokens } from '../tokens.ts';

export const messageRoutes: readonly Route[] = [
  ['POST', '/v1/messages', answerOne],
  ['POST', '/v1/messages/count_tokens', countTokens],
];

function readParams({ world, body, version, betas }: RouteCall, place: 'message' | 'count'): Params {
  checkSurrogates(body);
  const params = parseSpan(body, 0, body.length);
  if (!isObject(params)) throw badRequest('Input should be an object');
  const error = checkParams(params, { version, betas, place, fileType: world.files.typeOf });
  if (error?.type === 'not_found_error') throw notFound(error.message);
  if (error) throw badRequest(error.message);
  return params;
}

function countTokens(call: RouteCall): Answer {
  const params = readParams(call, 'count');
  const model = findModel(params.model);
  return json({ input_tokens: model ? inputTokens(params, model) : 0 });
}

function answerOne(call: RouteCall): Answer {
  const { answer, oddities, seed, problem } = call.world;
  const params = readParams(call, 'message');
  if (params.stream === true) {
    problem('a streamed message was asked for, which the stand-in cannot give');
    throw badRequest('stream: not supported by the stand-in');
  }
  const options = {
    answer,
    oddities,
    tier: 'standard' as const,
    cacheUse: null,
    random: createRandom(seed, call.body.length),
  };
  return json(messageFor({ customId: '', params }, {}, options));
}
