// The lines of results: shuffled, with the double error envelope and nullable fields that come and go.
import type { AnswerRequest, Outcome, SimBatch, SimRequest } from './batch.ts';
import type { Json } from './json.ts';
import { type MessageOptions, messageFor } from './message.ts';
import type { Oddities } from './oddities.ts';
import { createRandom, randomText, shuffle } from './random.ts';

export interface ResultsOptions {
  seed: number;
  oddities: Oddities;
  answer: AnswerRequest;
}

/** What goes wrong while a request runs, and not when it is looked at. */
const RUN_ERRORS = ['api_error', 'overloaded_error', 'timeout_error', 'rate_limit_error', 'billing_error'];

/** Yields the lines of an ended message batch, made one by one. A row is the same each time; their order is not. */
export function* resultLines(batch: SimBatch, options: ResultsOptions): Generator<string> {
  const { oddities, seed } = options;
  const end = oddities.crlf ? '\r\n' : '\n';
  const order = batch.requests.map((_, index) => index);
  // The same one each time: asking again does not bring it.
  if (oddities.missingRow) order.pop();
  shuffle(order, createRandom(seed, batch.number, batch.resultsReads));
  for (const [position, index] of order.entries()) {
    const request = batch.requests[index];
    if (!request) continue;
    const random = createRandom(seed, batch.number, index + 1);
    const isFirst = position === 0;
    const result =
      isFirst && oddities.unknownType
        ? { type: 'postponed' }
        : resultOf(request, batch.outcomes[index] ?? 'expired', {
            ...options,
            tier: 'batch',
            random,
            cacheUse: batch.cacheUses[index] ?? null,
          });
    const extra = oddities.extraFields ? { a_new_field: true } : {};
    const line = JSON.stringify({ custom_id: request.customId, result, ...extra });
    yield line + end;
    if (!isFirst) continue;
    if (oddities.duplicateRow) yield line + end;
    if (oddities.malformedLine) yield `{"custom_id":"broken${end}`;
    if (oddities.unknownRow) yield `${JSON.stringify({ custom_id: 'nobody-knows-me', result })}${end}`;
  }
}

function resultOf(request: SimRequest, outcome: Outcome, options: MessageOptions): Json {
  const decided = typeof outcome === 'string' ? { type: outcome } : outcome;
  switch (decided.type) {
    case 'raw':
      return decided.result;
    case 'canceled':
    case 'expired':
      return { type: decided.type };
    case 'errored': {
      const { errorType, message } =
        'message' in decided ? decided : { errorType: 'api_error', message: 'Internal server error' };
      const hasRun = RUN_ERRORS.includes(errorType) || message.startsWith('Unable to download');
      return errored(errorType, message, hasRun ? `workerreq_01${randomText(22, options.random)}` : null);
    }
    case 'succeeded': {
      const { type: _type, ...shape } = decided;
      return { type: 'succeeded', message: messageFor(request, shape, options) };
    }
  }
}

function errored(type: string, message: string, requestId: string | null): Json {
  const error = { details: { error_visibility: 'user_facing' }, type, message };
  return { type: 'errored', error: { type: 'error', error, request_id: requestId } };
}
