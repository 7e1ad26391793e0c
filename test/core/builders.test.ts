// What a builder is handed and what it may yield.
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { builtRequest } from '../../src/core/request/built-request.ts';
import { parseBuilderArgs } from '../../src/core/source/builder-args.ts';

describe('--args', () => {
  it.each([
    ['', {}],
    ['tone=warm', { tone: 'warm' }],
    [
      ' tone=warm  topic="red shoes" x=\'a "b"\' empty= url=https://a.b/?c=d',
      { tone: 'warm', topic: 'red shoes', x: 'a "b"', empty: '', url: 'https://a.b/?c=d' },
    ],
    ['a=1 a=2', { a: '2' }],
  ])('%j', (text, args) => expect(parseBuilderArgs(text)).toEqual(args));

  it.each(['warm', 'a=1 warm', '=x', 'a="b"c', '1a=2'])('%j is refused', (text) => {
    expect(() => parseBuilderArgs(text)).toThrow('is no name=value');
  });
});

describe('what a builder yields', () => {
  it.each<[Json, unknown]>([
    [{ params: { a: 1 } }, { customId: null, params: { a: 1 } }],
    [
      { custom_id: 7, params: {} },
      { customId: '7', params: {} },
    ],
    [
      { prompt: 'Hi', custom_id: 'x' },
      { customId: 'x', params: { messages: [{ role: 'user', content: 'Hi' }] } },
    ],
    [
      { prompt: 'Hi', system: 's', model: 'm', max_tokens: 9 },
      {
        customId: null,
        params: { system: 's', model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] },
      },
    ],
    ['Hi', 'The builder gave something else than a request.'],
    [null, 'The builder gave something else than a request.'],
    [[1], 'The builder gave something else than a request.'],
    [{}, 'The request has neither params nor a prompt.'],
    [{ prompt: ' ' }, 'The request has neither params nor a prompt.'],
    [{ params: [] }, 'params has to be an object.'],
    [{ custom_id: {}, prompt: 'x' }, 'custom_id has to be text or a number.'],
    [{ prompt: 'x', params: {} }, 'The request has a field prompt; allowed are custom_id, params.'],
    [
      { prompt: 'x', stream: true },
      'The request has a field stream; allowed are custom_id, prompt, system, model, max_tokens.',
    ],
  ])('%j', (value, expected) => expect(builtRequest(value)).toEqual(expected));
});
