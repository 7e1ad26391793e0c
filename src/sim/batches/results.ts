// The lines of results: shuffled, with the double error envelope and nullable fields that come and go.
import { findModel } from './models.ts';
import { createRandom, randomText, shuffle } from './random.ts';
import type { AnswerShape, Json, Oddities, Outcome, Params, SimBatch, SimRequest } from './sim.ts';
import { countTokens, inputTokens } from './tokens.ts';

export interface ResultsOptions {
  version: string;
  seed: number;
  oddities: Oddities;
  answer: (params: Params, customId: string) => string | AnswerShape;
}

/** Yields the lines of an ended message batch one by one, in an order that the seed decides. */
export function* resultLines(batch: SimBatch, options: ResultsOptions): Generator<string> {
  const random = createRandom(options.seed);
  const order = shuffle(
    batch.requests.map((_, index) => index),
    random,
  );
  const { oddities } = options;
  const end = oddities.crlf ? '\r\n' : '\n';
  if (oddities.missingRow) order.pop();
  for (const [position, index] of order.entries()) {
    const request = batch.requests[index] as SimRequest;
    const result = resultOf(request, batch.outcomes[index] ?? 'expired', options, random);
    const line = JSON.stringify({ custom_id: request.customId, result });
    yield line + end;
    if (position === 0 && oddities.duplicateRow) yield line + end;
    if (position === 0 && oddities.malformedLine) yield `{"custom_id":"broken${end}`;
    if (position === 0 && oddities.unknownRow)
      yield `${JSON.stringify({ custom_id: 'nobody-knows-me', result })}${end}`;
  }
}

function resultOf(
  request: SimRequest,
  outcome: Outcome,
  options: ResultsOptions,
  random: () => number,
): Json {
  const decided = typeof outcome === 'string' ? { type: outcome } : outcome;
  switch (decided.type) {
    case 'raw':
      return decided.result;
    case 'canceled':
    case 'expired':
      return { type: decided.type };
    case 'errored': {
      const said =
        'message' in decided ? decided : { errorType: 'api_error', message: 'Internal server error' };
      const ran = said.errorType.endsWith('api_error') || said.errorType === 'overloaded_error';
      return errored(said.errorType, said.message, ran ? `workerreq_${randomText(22)}` : null);
    }
    case 'succeeded': {
      const { type: _type, ...shape } = decided;
      return { type: 'succeeded', message: message(request, shape, options, random) };
    }
  }
}

function errored(type: string, text: string, requestId: string | null): Json {
  return {
    type: 'errored',
    error: {
      type: 'error',
      error: { details: { error_visibility: 'user_facing' }, type, message: text },
      request_id: requestId,
    },
  };
}

/** @returns a Message; also for the single-request endpoint */
export function message(
  { params, customId }: SimRequest,
  shape: AnswerShape,
  { answer, oddities }: Pick<ResultsOptions, 'answer' | 'oddities'>,
  random: () => number,
  tier = 'batch',
): Json {
  const said = answer(params, customId);
  const made: AnswerShape = { ...(typeof said === 'string' ? { text: said } : said), ...shape };
  const content = made.content ?? (made.text === '' ? [] : [{ type: 'text', text: made.text ?? '' }]);
  const output = Math.min(countTokens(made.text ?? JSON.stringify(content)), Number(params.max_tokens ?? 1));
  const nullable: { [key: string]: Json } = { container: null, stop_details: null, stop_sequence: null };
  // The wire sometimes leaves nullable fields out.
  for (const key of ['container', 'stop_details']) if (random() < 0.5) delete nullable[key];
  return {
    id: `msg_01${randomText(22)}`,
    type: 'message',
    role: 'assistant',
    model: findModel(params.model)?.id ?? String(params.model),
    content,
    stop_reason: made.stopReason ?? 'end_turn',
    ...nullable,
    ...(oddities.extraFields ? { a_new_field: { nested: true } } : {}),
    usage: {
      input_tokens: inputTokens(params),
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
      output_tokens: output,
      service_tier: tier,
      inference_geo: 'not_available',
      ...made.usage,
    },
  };
}
