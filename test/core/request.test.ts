// A request: the params of a prompt, and what a preview shows of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerField } from '../../src/core/answer/answer-fields.ts';
import { defaultSettings } from '../../src/core/draft/settings.ts';
import type { JsonObject } from '../../src/core/json.ts';
import {
  completedParams,
  numberedId,
  promptParams,
  promptTextOf,
  seqOfNumberedId,
} from '../../src/core/request/request.ts';

const settings = { ...defaultSettings('claude-haiku-5-5'), maxTokens: 10 };

describe('the params of a prompt', () => {
  it('hold no system prompt when there is none', () => {
    expect(promptParams(settings, 'Hi')).toEqual({
      model: 'claude-haiku-5-5',
      max_tokens: 10,
      messages: [{ role: 'user', content: 'Hi' }],
    });
    expect(promptParams({ ...settings, system: 'Be brief' }, 'Hi')).toMatchObject({ system: 'Be brief' });
    const answerFields: AnswerField[] = [
      { name: 'a', key: 'a', type: 'text', choices: [], description: null },
    ];
    expect(Object.keys(promptParams({ ...settings, answerFields }, 'Hi'))).toEqual([
      'model',
      'max_tokens',
      'output_config',
      'messages',
    ]);
  });

  it('that are ready-made keep what they name and get the rest', () => {
    expect(completedParams(settings, { model: 'claude-opus-5', messages: [] })).toEqual({
      model: 'claude-opus-5',
      max_tokens: 10,
      messages: [],
    });
  });
});

describe('the text of a preview', () => {
  it.each<[JsonObject, string]>([
    [promptParams(settings, 'Hi'), 'Hi'],
    [
      {
        messages: [
          { role: 'user', content: 'first' },
          { role: 'user', content: 'last' },
          { role: 'assistant', content: 'x' },
        ],
      },
      'last',
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'image' }, { type: 'text', text: 'see' }] }] },
      '[image]\nsee',
    ],
    [{ messages: [{ role: 'assistant', content: 'x' }] }, ''],
    [{ messages: 'x' }, ''],
    [{}, ''],
  ])('%j → %j', (params, text) => expect(promptTextOf(params)).toBe(text));
});

describe('a numbered custom_id', () => {
  it('leads back to its row for every key, and belongs to no other key', () => {
    const key = fc.stringMatching(/^[a-z0-9]{8}$/);
    fc.assert(
      fc.property(key, key, fc.integer({ min: 1, max: 100_000_000 }), (mine, other, seq) => {
        expect(seqOfNumberedId(mine, numberedId(mine, seq))).toBe(seq);
        if (mine !== other) expect(seqOfNumberedId(other, numberedId(mine, seq))).toBeNull();
      }),
    );
  });
});
