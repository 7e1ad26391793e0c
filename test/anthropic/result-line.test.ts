// The shapes a line of results comes in.
import { describe, expect, test } from 'vitest';
import { parseResultLine } from '../../src/anthropic/result-line.ts';

function parse(value: unknown) {
  return parseResultLine(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), 3);
}

function succeeded(message: object) {
  return { custom_id: 'row-7', result: { type: 'succeeded', message } };
}

const USAGE = {
  input_tokens: 41,
  cache_creation_input_tokens: 900,
  cache_read_input_tokens: 12,
  cache_creation: { ephemeral_5m_input_tokens: 600, ephemeral_1h_input_tokens: 300 },
  output_tokens: 8,
  server_tool_use: { web_search_requests: 2, web_fetch_requests: 1 },
  service_tier: 'batch',
  inference_geo: 'not_available',
};

const NOTHING = {
  text: null,
  stopReason: null,
  model: null,
  usage: null,
  usageRaw: null,
  errorType: null,
  errorMessage: null,
};

describe('succeeded', () => {
  test('an answer as the API gives it, without its nullable fields', () => {
    const message = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-haiku-5-5',
      content: [
        { type: 'thinking', thinking: 'Hm.', signature: 's' },
        { type: 'text', text: 'One ' },
        { type: 'text', text: 'and two\u2028.' },
      ],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: USAGE,
    };
    expect(parse(succeeded(message))).toEqual({
      ...NOTHING,
      customId: 'row-7',
      status: 'succeeded',
      text: 'One and two\u2028.',
      stopReason: 'end_turn',
      model: 'claude-haiku-5-5',
      usage: {
        inputTokens: 41,
        outputTokens: 8,
        cacheWrite5mTokens: 600,
        cacheWrite1hTokens: 300,
        cacheReadTokens: 12,
        webSearches: 2,
        isUsOnly: false,
        serviceTier: 'batch',
      },
      usageRaw: USAGE,
    });
  });

  test('usage of older or sparser answers', () => {
    const sparse = {
      input_tokens: 1,
      output_tokens: 2,
      cache_creation_input_tokens: 50,
      cache_creation: null,
    };
    expect(parse(succeeded({ content: [], usage: sparse }))).toMatchObject({
      usage: {
        cacheWrite5mTokens: 50,
        cacheWrite1hTokens: 0,
        cacheReadTokens: 0,
        webSearches: 0,
        serviceTier: null,
      },
    });
    const hourOnly = { cache_creation_input_tokens: 50, cache_creation: { ephemeral_1h_input_tokens: 20 } };
    expect(parse(succeeded({ content: [], usage: hourOnly }))).toMatchObject({
      usage: { cacheWrite5mTokens: 30, cacheWrite1hTokens: 20 },
    });
    expect(parse(succeeded({ content: [] }))).toMatchObject({ usage: null, usageRaw: null, model: null });
  });

  test('no text is empty text, also when there was only thinking', () => {
    expect(parse(succeeded({ content: [], stop_reason: 'refusal' }))).toMatchObject({
      text: '',
      stopReason: 'refusal',
    });
    expect(parse(succeeded({ content: [{ type: 'thinking', thinking: 'Hm.' }] }))).toMatchObject({
      text: '',
    });
    expect(parse(succeeded({}))).toMatchObject({ text: '' });
  });

  test('other blocks are given as JSON only where there is no text', () => {
    const use = { type: 'tool_use', id: 't', name: 'save', input: { a: 1 } };
    expect(parse(succeeded({ content: [{ type: 'thinking', thinking: '' }, use] }))).toMatchObject({
      text: JSON.stringify([use]),
    });
    expect(parse(succeeded({ content: [{ type: 'text', text: 'Saved.' }, use] }))).toMatchObject({
      text: 'Saved.',
    });
  });
});

describe('not succeeded', () => {
  test('the kind of error stands in the inner envelope', () => {
    const inner = {
      details: { error_visibility: 'user_facing' },
      type: 'not_found_error',
      message: 'model: claude-nobody',
    };
    const error = { type: 'error', error: inner, request_id: null };
    expect(parse({ custom_id: 'x', result: { type: 'errored', error } })).toEqual({
      ...NOTHING,
      customId: 'x',
      status: 'errored',
      errorType: 'not_found_error',
      errorMessage: 'model: claude-nobody',
    });
  });

  test('a single envelope and none at all are survived', () => {
    const single = { type: 'api_error', message: 'Oh.' };
    expect(parse({ custom_id: 'x', result: { type: 'errored', error: single } })).toMatchObject({
      errorType: 'api_error',
      errorMessage: 'Oh.',
    });
    expect(parse({ custom_id: 'x', result: { type: 'errored' } })).toMatchObject({
      status: 'errored',
      errorType: null,
    });
  });

  test.each(['canceled', 'expired'])('%s', (type) => {
    expect(parse({ custom_id: 'c', result: { type } })).toEqual({ ...NOTHING, customId: 'c', status: type });
  });

  test('a type that is new counts as an error that names it', () => {
    expect(parse({ custom_id: 'c', result: { type: 'paused' } })).toMatchObject({
      status: 'errored',
      errorType: 'unknown_result_type',
      errorMessage: 'The result is of an unknown type: paused.',
    });
  });
});

test.each([
  'no JSON',
  '{"custom_id":"cut","resu',
  '[]',
  'null',
  '{"custom_id":7,"result":{"type":"expired"}}',
  '{"custom_id":"x"}',
  '{"custom_id":"x","result":"expired"}',
  '{"custom_id":"x","result":{"type":"succeeded"}}',
])('%s is malformed', (line) => {
  expect(parse(line)).toEqual({ malformed: true, lineNumber: 3 });
});

test('a \\r before the \\n is no matter', () => {
  expect(parse('{"custom_id":"x","result":{"type":"expired"}}\r')).toMatchObject({ customId: 'x' });
});
