// Calls through the SDK: one request each, every failure sorted, nothing from the environment.
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBatchApi } from '../../src/anthropic/client.ts';
import type { ServiceFailure } from '../../src/core/errors.ts';
import type { BatchApi } from '../../src/ports/batch-api.ts';
import { type BatchesSim, type Fault, startBatches } from '../../src/sim/batches/index.ts';
import { answerJson, deadConnection, failureOf, KEY, startServer, wireBatch } from './fixture.ts';

const CALLS: [name: string, call: (api: BatchApi) => Promise<unknown>][] = [
  ['get', (api) => api.get('msgbatch_01A')],
  ['newest', (api) => api.newest({ until: null, limit: 5 })],
  ['cancel', (api) => api.cancel('msgbatch_01A')],
  ['countTokens', (api) => api.countTokens({ model: 'claude-haiku-5-5', messages: [] })],
  ['models', (api) => api.models()],
  ['ask', (api) => api.ask({ model: 'claude-haiku-5-5', max_tokens: 9, messages: [] })],
];
const SHORT = { readMs: 500, writeMs: 500, answerMs: 500 };

let sim: BatchesSim;
let api: BatchApi;
beforeEach(async () => {
  sim = await startBatches({ apiKeys: [KEY] });
  api = createBatchApi({ apiKey: KEY, baseUrl: sim.url });
});
afterEach(() => sim.close());

describe.each(CALLS)('%s', (_name, call) => {
  const faults: [what: string, fault: Omit<Fault, 'path'>, kind: ServiceFailure, code: string][] = [
    ['400', { kind: 'status', status: 400 }, 'refused', 'invalid_request_error'],
    ['401', { kind: 'status', status: 401 }, 'refused', 'authentication_error'],
    ['402', { kind: 'status', status: 402 }, 'refused', 'billing_error'],
    ['403', { kind: 'status', status: 403 }, 'refused', 'permission_error'],
    ['404', { kind: 'status', status: 404 }, 'gone', 'not_found_error'],
    ['413 as HTML', { kind: 'html', status: 413 }, 'refused', 'request_too_large'],
    ['429', { kind: 'status', status: 429, retryAfterSeconds: 4 }, 'busy', 'rate_limit_error'],
    [
      'spend limit',
      { kind: 'status', status: 429, errorCode: 'enforced_spend_limit_reached' },
      'refused',
      'enforced_spend_limit_reached',
    ],
    ['500', { kind: 'status', status: 500 }, 'unknown', 'api_error'],
    ['502 as HTML', { kind: 'html', status: 502 }, 'unknown', 'http_502'],
    ['529', { kind: 'status', status: 529 }, 'unknown', 'overloaded_error'],
    ['200 as HTML', { kind: 'html', status: 200 }, 'unknown', 'unreadable-answer'],
    ['reset', { kind: 'reset-after' }, 'unknown', 'no-answer'],
    [
      'an echoed key',
      { kind: 'status', status: 400, message: `Bearer ${KEY}` },
      'refused',
      'invalid_request_error',
    ],
  ];
  test.each(faults)('%s', async (_what, fault, kind, code) => {
    sim.faults.add({ path: /./, ...fault });
    const error = await failureOf(call(api));
    expect(error).toMatchObject({ kind, code, retryAfterMs: kind === 'busy' ? 4000 : null });
    expect(sim.calls).toHaveLength(1);
  });

  test('no answer in time', async () => {
    sim.faults.add({ path: /./, kind: 'hang' });
    const impatient = createBatchApi({ apiKey: KEY, baseUrl: sim.url }, SHORT);
    expect(await failureOf(call(impatient))).toMatchObject({ kind: 'unknown', code: 'timeout' });
    expect(sim.calls).toHaveLength(1);
  });

  test('an answer that never ends', async () => {
    await using server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":');
    });
    const error = await failureOf(call(createBatchApi(server.connection, SHORT)));
    expect(error).toMatchObject({ kind: 'unknown', code: 'timeout' });
    expect(server.requests).toHaveLength(1);
  });

  test('an answer that breaks off, is no JSON, or is of another shape', async () => {
    let body = '';
    await using server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      if (body === 'break') response.write('{"id":', () => response.destroy());
      else response.end(body);
    });
    const own = createBatchApi(server.connection);
    body = 'break';
    expect(await failureOf(call(own))).toMatchObject({ kind: 'unknown', code: 'no-answer' });
    for (body of ['{"id":', '[]', '{}', 'null', '""']) {
      expect(await failureOf(call(own))).toMatchObject({ kind: 'unknown', code: 'unreadable-answer' });
    }
    expect(server.requests).toHaveLength(6);
  });

  test('nobody listens', async () => {
    const error = await failureOf(call(createBatchApi(await deadConnection())));
    expect(error).toMatchObject({ kind: 'busy', code: 'unreachable' });
  });

  test('the name of the host is not known', async () => {
    const lost = createBatchApi({ apiKey: KEY, baseUrl: 'http://nobody.invalid' });
    expect(await failureOf(call(lost))).toMatchObject({ kind: 'busy', code: 'unreachable' });
  });

  test('a redirect is not followed', async () => {
    await using elsewhere = await startServer((_request, response) => answerJson(response, 200, wireBatch()));
    await using server = await startServer((_request, response) => {
      response.writeHead(307, { location: elsewhere.connection.baseUrl }).end();
    });
    const error = await failureOf(call(createBatchApi(server.connection)));
    expect(error).toMatchObject({ kind: 'refused', code: 'redirected' });
    expect(elsewhere.requests).toHaveLength(0);
  });

  test('a key that cannot stand in a header is quoted nowhere', async () => {
    const error = await failureOf(call(createBatchApi({ apiKey: `${KEY}\n`, baseUrl: sim.url })));
    expect(error).toMatchObject({ kind: 'refused', code: 'authentication_error' });
    expect(sim.calls).toHaveLength(0);
  });
});

describe('answers', () => {
  test('a single message, with what it used', async () => {
    const params = {
      model: 'claude-haiku-5-5',
      max_tokens: 99,
      messages: [{ role: 'user', content: 'Hello' }],
    };
    const answer = await api.ask(params);
    expect(answer).toMatchObject({ model: 'claude-haiku-5-5', stopReason: 'end_turn' });
    expect(answer.text).not.toBe('');
    expect(answer.usage.outputTokens).toBeGreaterThan(0);
    expect(sim.calls.map(({ path }) => path)).toEqual(['/v1/messages']);
    expect(sim.problems).toEqual([]);
  });

  test('a message batch, running and ended, in our words', async () => {
    const at = Date.now();
    const made = sim.addForeign(3, { atMs: at });
    expect(await api.get(made.id)).toEqual({
      id: made.id,
      status: 'in_progress',
      counts: { processing: 3, succeeded: 0, errored: 0, canceled: 0, expired: 0 },
      createdAt: at,
      expiresAt: at + 24 * 3_600_000,
      endedAt: null,
      cancelInitiatedAt: null,
      archivedAt: null,
      hasResults: false,
    });
    sim.finish(made.id);
    const ended = await api.get(made.id);
    expect(ended).toMatchObject({ status: 'ended', hasResults: true, counts: { succeeded: 3 } });
    expect(ended.endedAt).toBeTypeOf('number');
  });

  test('cancel', async () => {
    const { id } = sim.addForeign(1);
    expect(await api.cancel(id)).toMatchObject({ id, status: 'canceling' });
  });

  test('both forms of time, and fields that are absent', async () => {
    await using server = await startServer((_request, response) => answerJson(response, 200, wireBatch()));
    expect(await createBatchApi(server.connection).get('msgbatch_01A')).toMatchObject({
      createdAt: Date.UTC(2026, 10, 20, 10, 0, 0, 123),
      expiresAt: Date.UTC(2026, 10, 21, 10, 0, 0, 123),
      archivedAt: null,
      hasResults: false,
    });
  });

  test.each([
    [{ id: '' }],
    [{ processing_status: 'resting' }],
    [{ request_counts: { processing: 1 } }],
    [{ request_counts: { processing: -1, succeeded: 0, errored: 0, canceled: 0, expired: 0 } }],
    [{ created_at: 'yesterday' }],
    [{ ended_at: 5 }],
  ])('a message batch with %j cannot be read', async (over) => {
    await using server = await startServer((_request, response) => {
      answerJson(response, 200, wireBatch('msgbatch_01A', over));
    });
    const error = await failureOf(createBatchApi(server.connection).get('msgbatch_01A'));
    expect(error).toMatchObject({ kind: 'unknown', code: 'unreadable-answer' });
  });

  test.each(['', '../models', 'a/b', 'msgbatch_1?x', 'é'])('no call for the id %j', async (id) => {
    expect(await failureOf(api.get(id))).toMatchObject({ kind: 'gone' });
    expect(await failureOf(api.cancel(id))).toMatchObject({ kind: 'gone' });
    expect(sim.calls).toHaveLength(0);
  });

  test('the key is named by the beginning of its hash', () => {
    expect(api.keyFingerprint).toBe(createHash('sha256').update(KEY).digest('hex').slice(0, 12));
  });
});

describe('countTokens', () => {
  test('sends what is counted and nothing else', async () => {
    let sent: unknown;
    await using server = await startServer(async (request, response) => {
      sent = JSON.parse(Buffer.concat(await request.toArray()).toString());
      answerJson(response, 200, { input_tokens: 77 });
    });
    const counted = {
      model: 'claude-haiku-5-5',
      messages: [{ role: 'user', content: 'Hi' }],
      system: 'Be kind.',
      tools: [],
    };
    const params = {
      ...counted,
      max_tokens: 9,
      stop_sequences: ['x'],
      metadata: { user_id: 'u' },
      service_tier: 'auto',
    };
    expect(await createBatchApi(server.connection).countTokens(params)).toBe(77);
    expect(sent).toEqual(counted);
  });

  test('the stand-in takes it too', async () => {
    const messages = [{ role: 'user', content: 'Hello there' }];
    expect(await api.countTokens({ model: 'claude-haiku-5-5', max_tokens: 5, messages })).toBeGreaterThan(0);
  });
});

describe('models', () => {
  test('a full entry, and one of an older API', async () => {
    const full = {
      id: 'claude-a',
      display_name: 'Claude A',
      lifecycle: 'deprecated',
      retires_at: '2027-01-02T00:00:00Z',
      max_tokens: 128000,
      max_input_tokens: 1000000,
      capabilities: {
        batch: { supported: false },
        structured_outputs: { supported: false },
        effort: { supported: true, low: { supported: true }, medium: { supported: false }, xhigh: null },
        thinking: {
          supported: true,
          types: { adaptive: { supported: true }, enabled: { supported: false } },
        },
      },
    };
    const bare = { effort: { supported: false }, thinking: { supported: false } };
    const data = [
      full,
      { id: 'claude-b' },
      { id: 'claude-c', lifecycle: 'resting', retires_at: 'one day', capabilities: bare },
    ];
    await using server = await startServer((_request, response) =>
      answerJson(response, 200, { data, has_more: false }),
    );
    const plain = {
      lifecycle: null,
      retiresAt: null,
      maxOutputTokens: null,
      contextTokens: null,
      batch: true,
      structuredOutputs: true,
      efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
      thinking: ['adaptive', 'between_tools', 'disabled', 'enabled'],
    };
    expect(await createBatchApi(server.connection).models()).toEqual([
      {
        id: 'claude-a',
        displayName: 'Claude A',
        lifecycle: 'deprecated',
        retiresAt: Date.UTC(2027, 0, 2),
        maxOutputTokens: 128000,
        contextTokens: 1000000,
        batch: false,
        structuredOutputs: false,
        efforts: ['low', 'high', 'max'],
        thinking: ['adaptive', 'between_tools', 'disabled'],
      },
      { id: 'claude-b', displayName: 'claude-b', ...plain },
      { id: 'claude-c', displayName: 'claude-c', ...plain, efforts: [], thinking: [] },
    ]);
  });

  test('those of the stand-in', async () => {
    expect((await api.models()).map(({ id }) => id)).toContain('claude-haiku-5-5');
  });
});
