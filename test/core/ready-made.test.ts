// Ready-made requests: what would come back as an error is said before anything is sent.
import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/core/draft/model.ts';
import { EFFORTS } from '../../src/core/draft/thinking.ts';
import type { Json } from '../../src/core/json.ts';
import { paramsProblem } from '../../src/core/request/ready-made.ts';

const MODEL: Model = {
  id: 'claude-haiku-4-5-20251001',
  displayName: 'Haiku',
  lifecycle: 'active',
  retiresAt: null,
  maxOutputTokens: 1000,
  contextTokens: null,
  batch: true,
  structuredOutputs: true,
  efforts: [...EFFORTS],
  thinking: ['adaptive', 'disabled'],
};
const GOOD = {
  model: 'claude-haiku-4-5',
  max_tokens: 10,
  messages: [{ role: 'user', content: 'Hi' }],
};

function problem(change: Record<string, Json>, models: readonly Model[] | null = [MODEL]): string | null {
  return paramsProblem({ ...GOOD, ...change }, models);
}

describe('ready-made params', () => {
  it.each<Record<string, Json>>([
    {},
    { model: 'claude-haiku-4-5-20251001' },
    { stream: false },
    { max_tokens: 1000 },
    { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }] },
  ])('are fine with %j', (change) => expect(problem(change)).toBeNull());

  it.each<[Record<string, Json>, string]>([
    [{ temperature: 1 }, 'temperature'],
    [{ top_p: null }, 'top_p'],
    [{ top_k: 0 }, 'top_k'],
    [{ stream: true }, 'stream'],
    [{ speed: 'fast' }, 'speed'],
    [{ fallbacks: [] }, 'fallbacks'],
    [{ betas: [] }, 'betas'],
    [{ model: 5 }, 'model'],
    [{ model: 'claude-nine' }, 'claude-nine'],
    [{ max_tokens: 0 }, 'max_tokens'],
    [{ max_tokens: '10' }, 'max_tokens'],
    [{ max_tokens: 1001 }, '1001'],
    [{ messages: [] }, 'messages'],
    [{ messages: 'Hi' }, 'messages'],
    [{ messages: ['Hi'] }, 'role'],
    [{ messages: [{ role: 'user', content: ' ' }] }, 'user message is empty'],
    [{ messages: [{ role: 'user', content: [] }] }, 'user message is empty'],
    [{ messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant' }] }, 'assistant message is empty'],
  ])('are told of with %j', (change, word) => expect(problem(change)).toContain(word));

  it('are told of when the model is retired or takes no message batches', () => {
    expect(problem({}, [{ ...MODEL, lifecycle: 'retired' }])).toContain('retired');
    expect(problem({}, [{ ...MODEL, batch: false }])).toContain('message batches');
  });

  it('are held against no model when Anthropic could not be asked', () => {
    expect(problem({ model: 'claude-nine', max_tokens: 999_999 }, null)).toBeNull();
  });
});
