// Params that are accepted with the message batch and refused hours later, each with the words of the API.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Params } from '../../../src/sim/batches/index.ts';
import { checkParams } from '../../../src/sim/batches/params/check.ts';
import { openSim, PARAMS, type Sim } from './fixture.ts';

const NEW = '2026-10-21';
const OLD = '2023-06-01';
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const TOOL = { name: 'save', input_schema: { type: 'object' } };

function judge(
  changes: Params,
  { version = NEW, betas = [] as string[], place = 'batch' as 'batch' | 'message' | 'count' } = {},
) {
  return checkParams({ ...PARAMS, ...changes }, { version, betas, place })?.message ?? null;
}

const say = (...content: Params[]) => ({ messages: [{ role: 'user', content }] });
const image = (source: Params) => say({ type: 'image', source });

const TEXT: Params = { type: 'string' };
const MAYBE: Params = { type: ['string', 'null'] };
const within = (schema: Params): Params => ({ output_config: { format: { type: 'json_schema', schema } } });
const object = (properties: Params, required = Object.keys(properties)): Params => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const REFUSED_SCHEMAS: [string, Params, string][] = [
  [
    'a limit of length',
    { type: 'string', maxLength: 5 },
    ": For 'string' type, property 'maxLength' is not supported",
  ],
  [
    'a smallest number',
    object({ a: { type: 'number', minimum: 1 } }),
    ".properties.a: For 'number' type, property 'minimum' is not supported",
  ],
  ['an unknown keyword', { type: 'string', if: {} }, ": For 'string' type, property 'if' is not supported"],
  ['an unknown type', { type: 'text' }, ".type: 'text' is not a type"],
  [
    'no type',
    { description: 'x' },
    ": schema must have a 'type', 'enum', 'const', 'anyOf', 'allOf' or '$ref'",
  ],
  ['an empty choice', { type: 'string', enum: [] }, '.enum: List should have at least 1 item'],
  ['a choice twice', { type: 'string', enum: ['a', 'a'] }, '.enum: values must be unique'],
  ['a choice of objects', { enum: [{}] }, '.enum: complex values are not supported'],
  [
    'a field that is required and not there',
    object({ a: TEXT }, ['b']),
    ".required: 'b' is not in properties",
  ],
  [
    'an open object in a list',
    { type: 'array', items: { type: 'object' } },
    ".items: For 'object' type, 'additionalProperties' must be explicitly set to false",
  ],
  [
    'two items at least',
    { type: 'array', minItems: 2, items: TEXT },
    ": For 'array' type, 'minItems' values other than 0 or 1 are not supported",
  ],
  [
    'recursion',
    { $ref: '#/$defs/a', $defs: { a: object({ again: { $ref: '#/$defs/a' } }) } },
    ': recursive schemas are not supported',
  ],
  ['a reference to nothing', { $ref: '#/$defs/b', $defs: {} }, ": '#/$defs/b' cannot be resolved"],
];

describe('refused', () => {
  it.each<[string, Params, string]>([
    ['another model', { model: 'claude-nine' }, 'model: claude-nine'],
    ['a retired model', { model: 'claude-3-haiku-20240307' }, 'model: claude-3-haiku-20240307'],
    ['a dated id of a newer model', { model: 'claude-opus-5-20260723' }, 'model: claude-opus-5-20260723'],
    ['an unknown field', { name: 'x' }, 'name: Extra inputs are not permitted'],
    ['a field of a beta without it', { mcp_servers: [] }, 'mcp_servers: Extra inputs are not permitted'],
    ['stream', { stream: true }, '"stream=True" is not supported in the Message Batches API'],
    ['fast mode', { speed: 'fast' }, 'speed: not supported in the Message Batches API'],
    ['temperature', { temperature: 1 }, 'temperature: Extra inputs are not permitted'],
    ['no tokens', { max_tokens: 0 }, 'max_tokens: must be greater than or equal to 1'],
    ['tokens as text', { max_tokens: '9' }, 'max_tokens: Input should be a valid integer'],
    [
      'too many tokens',
      { model: 'claude-haiku-4-5', max_tokens: 9_999_999 },
      'max_tokens: 9999999 > 64000, which is the maximum allowed number of output tokens for claude-haiku-4-5-20251001',
    ],
    ['no message', { messages: [] }, 'messages: at least one message is required'],
    [
      'an unknown role',
      { messages: [{ role: 'robot', content: 'x' }] },
      "messages.0.role: Input should be 'user', 'assistant' or 'system'",
    ],
    [
      'an assistant first',
      { messages: [{ role: 'assistant', content: 'x' }] },
      'messages: first message must use the "user" role',
    ],
    [
      'an empty text',
      { messages: [{ role: 'user', content: '' }] },
      'messages: text content blocks must be non-empty',
    ],
    ['an empty block', say({ type: 'text', text: ' ' }), 'messages: text content blocks must be non-empty'],
    [
      'an unknown block',
      say({ type: 'video' }),
      "messages.0.content.0: Input tag 'video' found using 'type' does not match any of the expected tags",
    ],
    [
      'an unknown field of a message',
      { messages: [{ role: 'user', content: 'x', id: 1 }] },
      'messages.0.id: Extra inputs are not permitted',
    ],
    [
      'citations sent back',
      say({ type: 'text', text: 'x', citations: [{}] }),
      'messages.0.content.0.text.citations: Extra inputs are not permitted',
    ],
    ['an empty system', { system: '' }, 'system: text content blocks must be non-empty'],
    [
      'an image that is none',
      image({ type: 'base64', media_type: 'image/png', data: 'AAAA' }),
      'messages.0.content.0.image.source.base64.data: The file format is invalid or unsupported',
    ],
    [
      'a file of Slack',
      image({ type: 'url', url: 'https://files.slack.com/a.png' }),
      'Unable to download the file. Please verify the URL and try again.',
    ],
    [
      'a stop sequence of spaces',
      { stop_sequences: [' '] },
      'stop_sequences: each stop sequence must contain non-whitespace',
    ],
    [
      'no thinking where it always thinks',
      { model: 'claude-opus-5-5', thinking: { type: 'disabled' } },
      '"thinking.type.disabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
    ],
    [
      'a budget on a newer model',
      { thinking: { type: 'enabled', budget_tokens: 2000 } },
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
    ],
    [
      'adaptive thinking on an older one',
      { model: 'claude-haiku-4-5', thinking: { type: 'adaptive' } },
      '"thinking.type.adaptive" is not supported for this model. Use "thinking.type.enabled".',
    ],
    [
      'a small budget',
      { model: 'claude-haiku-4-5', max_tokens: 5000, thinking: { type: 'enabled', budget_tokens: 1000 } },
      'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
    ],
    [
      'a budget above max_tokens',
      { model: 'claude-haiku-4-5', thinking: { type: 'enabled', budget_tokens: 2000 } },
      '`max_tokens` must be greater than `thinking.budget_tokens`.',
    ],
    [
      'high effort without thinking',
      { thinking: { type: 'disabled' }, output_config: { effort: 'max' } },
      `output_config.effort: 'max' is not supported with "thinking.type.disabled" on this model`,
    ],
    [
      'effort on an older model',
      { model: 'claude-haiku-4-5', output_config: { effort: 'low' } },
      'This model does not support the effort parameter.',
    ],
    [
      'an open schema',
      { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
      "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
    ],
    ...REFUSED_SCHEMAS.map(([what, schema, message]): [string, Params, string] => [
      what,
      within(schema),
      `output_config.format.schema${message}`,
    ]),
    [
      'a format without a schema',
      { output_config: { format: { type: 'json_schema' } } },
      'output_config.format.schema: Field required',
    ],
    [
      'a format of another type',
      { output_config: { format: { type: 'json', schema: {} } } },
      "output_config.format.type: Input should be 'json_schema'",
    ],
    [
      'a format with more than a schema',
      { output_config: { format: { type: 'json_schema', name: 'x', schema: { type: 'string' } } } },
      'output_config.format.name: Extra inputs are not permitted',
    ],
    [
      'more optional fields than 24',
      within(object(Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`f${n}`, TEXT])), [])),
      'Schemas contain too many optional parameters (25); at most 24',
    ],
    [
      'more unions than 16',
      within(object(Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`f${n}`, MAYBE])))),
      'Schemas contain too many parameters with union types (17); at most 16',
    ],
    [
      'a schema beside citations',
      {
        ...say({
          type: 'document',
          source: { type: 'text', media_type: 'text/plain', data: 'x' },
          citations: { enabled: true },
        }),
        ...within(TEXT),
      },
      'output_config.format: structured output cannot be used together with citations',
    ],
    [
      'a tool that is not there',
      { tools: [TOOL], tool_choice: { type: 'tool', name: 'x' } },
      "Tool 'x' not found in provided tools",
    ],
    [
      'a forced tool',
      { model: 'claude-opus-5-5', tools: [TOOL], tool_choice: { type: 'any' } },
      "tool_choice: 'any' is not supported for this model",
    ],
    [
      'five breakpoints',
      say(
        ...Array.from({ length: 5 }, () => ({
          type: 'text',
          text: 'x',
          cache_control: { type: 'ephemeral' },
        })),
      ),
      'A maximum of 4 blocks with cache_control may be provided. Found 5.',
    ],
    [
      'a prompt beyond the window',
      { model: 'claude-haiku-4-5', messages: [{ role: 'user', content: 'x'.repeat(900_000) }] },
      'prompt is too long: 225008 tokens > 200000 maximum',
    ],
  ])('%s', (_what, changes, message) => {
    expect(judge(changes)).toBe(message);
  });

  it.each(['messages', 'max_tokens', 'model'])('%s missing', (name) => {
    const { [name]: _left, ...params }: Params = PARAMS;
    expect(checkParams(params, { version: NEW, betas: [], place: 'batch' })?.message).toBe(
      `${name}: Field required`,
    );
  });

  it('a prefilled answer, on models that are not old', () => {
    const messages = [...PARAMS.messages, { role: 'assistant', content: 'I' }];
    expect(judge({ messages })).toContain('prefill');
    expect(judge({ messages, model: 'claude-haiku-4-5' })).toBeNull();
  });
});

describe('allowed', () => {
  it.each<[string, Params]>([
    [
      'blocks',
      {
        ...say(
          { type: 'text', text: 'x' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } },
        ),
        system: [{ type: 'text', text: 'x' }],
      },
    ],
    [
      'tools',
      { tools: [TOOL, { type: 'web_search_20260209', name: 'web_search' }], tool_choice: { type: 'auto' } },
    ],
    [
      'a schema',
      {
        output_config: {
          effort: 'low',
          format: {
            type: 'json_schema',
            schema: {
              type: 'object',
              properties: {
                minimum: { type: 'string', description: 'x', format: 'date' },
                choice: { enum: ['a', 'b', null] },
                list: { type: 'array', minItems: 1, items: { $ref: '#/$defs/one' } },
              },
              $defs: { one: { anyOf: [{ type: 'string' }, { const: 1 }] } },
              additionalProperties: false,
            },
          },
        },
      },
    ],
    [
      'caching',
      { cache_control: { type: 'ephemeral', ttl: '1h' }, metadata: { user_id: 'x' }, service_tier: 'auto' },
    ],
    ['thinking between tools', { model: 'claude-sonnet-5-5', thinking: { type: 'between_tools' } }],
    [
      'a budget',
      { model: 'claude-opus-4-6', max_tokens: 5000, thinking: { type: 'enabled', budget_tokens: 1024 } },
    ],
  ])('%s', (_what, changes) => {
    expect(judge(changes)).toBeNull();
  });

  it('what depends on version, beta and place', () => {
    expect(judge({ model: 'claude-haiku-4-5', temperature: 0.3 }, { version: OLD })).toBeNull();
    expect(judge({ temperature: 0.3 }, { version: OLD })).toBe('`temperature` is deprecated for this model.');
    expect(judge({ max_tokens: 300_000 }, { betas: ['output-300k-2026-03-24'] })).toBeNull();
    expect(judge({ max_tokens: 300_000 }, { betas: ['output-300k-2026-03-24'], place: 'message' })).toContain(
      '> 128000',
    );
    expect(judge({ mcp_servers: [] }, { betas: ['mcp-client-2025-11-20'] })).toBeNull();
    expect(judge({ max_tokens: 0 }, { place: 'message' })).toBeNull();
    expect(judge({}, { place: 'count' })).toBe('max_tokens: Extra inputs are not permitted');
  });
});

describe('over HTTP', () => {
  let sim: Sim;
  beforeAll(async () => {
    sim = await openSim();
  });
  afterAll(() => sim.close());

  it('a row is judged at the end, by the version of its create call, and only where it would have succeeded', async () => {
    const id = await sim.create({}, { ...PARAMS, model: 'claude-nine' }, PARAMS, { model: 1 });
    sim.finish(id, (_request, index) => (index === 3 ? 'expired' : 'succeeded'));
    const rows = await sim.rows(id);
    const types = rows.map(({ custom_id, result }) => [custom_id, result.error?.error.type ?? result.type]);
    expect(Object.fromEntries(types)).toEqual({
      'row-0': 'invalid_request_error',
      'row-1': 'not_found_error',
      'row-2': 'succeeded',
      'row-3': 'expired',
    });
    expect(rows.find(({ custom_id }) => custom_id === 'row-1')?.result.error).toEqual({
      type: 'error',
      error: {
        details: { error_visibility: 'user_facing' },
        type: 'not_found_error',
        message: 'model: claude-nine',
      },
      request_id: null,
    });
    expect(sim.batch(id).outcomes.filter((outcome) => typeof outcome === 'object')).toHaveLength(2);
  });

  it('a single message and a count are judged at once', async () => {
    const { max_tokens: _max, ...counted } = PARAMS;
    await expect(sim.client.messages.create({ ...PARAMS, model: 'claude-nine' })).rejects.toMatchObject({
      status: 404,
      type: 'not_found_error',
    });
    await expect(sim.client.messages.countTokens({ ...counted, model: 'claude-nine' })).rejects.toMatchObject(
      { status: 404 },
    );
    await expect(sim.client.messages.countTokens({ ...counted, messages: [] })).rejects.toMatchObject({
      status: 400,
    });
  });
});
