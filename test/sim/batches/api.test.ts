// The stand-in for the Message Batches API, driven by the real SDK and by plain calls.
import Anthropic, { APIError } from '@anthropic-ai/sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BatchesOptions, type BatchesSim, startBatches } from '../../../src/sim/batches/index.ts';

let sim: BatchesSim;
let client: Anthropic;

async function open(options: BatchesOptions = {}): Promise<void> {
  await sim?.close();
  sim = await startBatches(options);
  client = new Anthropic({
    apiKey: sim.apiKey,
    authToken: null,
    baseURL: sim.url,
    maxRetries: 0,
    logLevel: 'off',
  });
}

beforeEach(() => open());
afterEach(() => sim.close());

const MESSAGES = [{ role: 'user' as const, content: 'Hello' }];
const PARAMS = { model: 'claude-haiku-5-5', max_tokens: 50, messages: MESSAGES };

function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${sim.url}/v1/messages/batches`, {
    method: 'POST',
    body,
    headers: {
      'x-api-key': sim.apiKey,
      'anthropic-version': '2026-10-21',
      'content-type': 'application/json',
      ...headers,
    },
  });
}

async function messageOf(response: Response): Promise<string> {
  const body = (await response.json()) as { error: { message: string } };
  return body.error.message;
}

const batchOf = (...ids: string[]) =>
  JSON.stringify({ requests: ids.map((custom_id) => ({ custom_id, params: PARAMS })) });

describe('a message batch', () => {
  it('is created, runs with all counts in processing, ends, and gives shuffled results', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `row-${index}`);
    const created = await client.messages.batches.create({
      requests: ids.map((custom_id) => ({ custom_id, params: PARAMS })),
    });
    expect(created.id).toMatch(/^msgbatch_01\w{22}$/);
    expect(created.request_counts).toEqual({
      processing: 20,
      succeeded: 0,
      errored: 0,
      canceled: 0,
      expired: 0,
    });
    expect(created.results_url).toBeNull();
    expect(Date.parse(created.expires_at) - Date.parse(created.created_at)).toBe(24 * 60 * 60_000);
    sim.finish(created.id, (_request, index) =>
      index === 0 ? 'errored' : index === 1 ? 'expired' : 'succeeded',
    );
    const ended = await client.messages.batches.retrieve(created.id);
    expect(ended.request_counts).toEqual({
      processing: 0,
      succeeded: 18,
      errored: 1,
      canceled: 0,
      expired: 1,
    });
    expect(ended.results_url).toBe(`${sim.url}/v1/messages/batches/${created.id}/results`);
    const results = [];
    for await (const line of await client.messages.batches.results(created.id)) results.push(line);
    expect(results.map(({ custom_id }) => custom_id)).not.toEqual(ids);
    expect(results.map(({ custom_id }) => custom_id).sort()).toEqual([...ids].sort());
    const failed = results.find(({ custom_id }) => custom_id === 'row-0')?.result;
    expect(failed).toMatchObject({ type: 'errored', error: { type: 'error', error: { type: 'api_error' } } });
    expect(sim.problems).toEqual([]);
  });

  it('may hold params that are refused only at its end', async () => {
    const bad: [string, object, string][] = [
      ['model', { ...PARAMS, model: 'claude-nine' }, 'model: claude-nine'],
      ['max', { ...PARAMS, max_tokens: 9_999_999 }, 'maximum allowed number of output tokens'],
      ['zero', { ...PARAMS, max_tokens: 0 }, 'greater than or equal to 1'],
      ['stream', { ...PARAMS, stream: true }, 'not supported in the Message Batches API'],
      ['hot', { ...PARAMS, temperature: 1 }, 'temperature: Extra inputs are not permitted'],
      ['mute', { ...PARAMS, messages: [] }, 'at least one message'],
      ['empty', { ...PARAMS, messages: [{ role: 'user', content: ' ' }] }, 'non-empty'],
      ['prefill', { ...PARAMS, messages: [...MESSAGES, { role: 'assistant', content: 'I' }] }, 'prefill'],
      [
        'thinking',
        { ...PARAMS, model: 'claude-opus-5-5', thinking: { type: 'disabled' } },
        'not supported for this model',
      ],
    ];
    const response = await post(
      JSON.stringify({ requests: bad.map(([custom_id, params]) => ({ custom_id, params })) }),
    );
    expect(response.status).toBe(200);
    sim.finish();
    const [batch] = sim.batches();
    for await (const { custom_id, result } of await client.messages.batches.results(batch?.id ?? '')) {
      const expected = bad.find(([id]) => id === custom_id)?.[2];
      expect(result.type === 'errored' ? result.error.error.message : '').toContain(expected);
    }
  });

  it('lets sampling parameters pass under the old version', async () => {
    await post(JSON.stringify({ requests: [{ custom_id: 'a', params: { ...PARAMS, temperature: 1 } }] }), {
      'anthropic-version': '2023-06-01',
    });
    sim.finish();
    expect(sim.batches()[0]?.outcomes).toEqual(['succeeded']);
  });

  it('is cancelled in two steps, cannot be deleted while it runs, and is gone afterwards', async () => {
    const { id } = await client.messages.batches.create({ requests: [{ custom_id: 'a', params: PARAMS }] });
    await expect(client.messages.batches.delete(id)).rejects.toThrow('cannot be deleted');
    expect(await client.messages.batches.cancel(id)).toMatchObject({
      processing_status: 'canceling',
      request_counts: { processing: 1 },
    });
    sim.finish(id, () => 'canceled');
    await client.messages.batches.delete(id);
    await expect(client.messages.batches.retrieve(id)).rejects.toThrow('not found');
  });

  it('expires after a day', async () => {
    let now = Date.UTC(2026, 10, 24);
    await open({ now: () => now });
    const { id } = await client.messages.batches.create({ requests: [{ custom_id: 'a', params: PARAMS }] });
    now += 24 * 60 * 60_000;
    expect((await client.messages.batches.retrieve(id)).request_counts.expired).toBe(1);
  });

  it('ends by itself when told so, cancelled ones as cancelled', async () => {
    await open({ finish: { afterMs: 20 } });
    const { id } = await client.messages.batches.create({ requests: [{ custom_id: 'a', params: PARAMS }] });
    await sim.waitFor('the end', () => sim.batch(id).status === 'ended');
    expect(sim.batch(id).outcomes).toEqual(['succeeded']);
  });
});

describe('a create call', () => {
  it.each([
    ['no JSON', '{', 'not valid JSON'],
    ['no requests', '{}', 'requests: Field required'],
    ['an empty list', '{"requests":[]}', 'at least 1 item'],
    ['an unknown field', '{"requests":[],"name":"x"}', 'name: Extra inputs are not permitted'],
    [
      'an unknown field of a request',
      '{"requests":[{"custom_id":"a","params":{},"row":1}]}',
      'requests.0.row: Extra inputs',
    ],
    ['no custom_id', '{"requests":[{"params":{}}]}', 'requests.0.custom_id: Field required'],
    ['a long custom_id', batchOf('x'.repeat(65)), 'at most 64 characters'],
    ['a custom_id with a dot', batchOf('a.b'), 'should match pattern'],
    ['a custom_id twice', batchOf('a', 'b', 'a'), 'Duplicate custom_id found: a'],
    ['no params', '{"requests":[{"custom_id":"a"}]}', 'requests.0.params: Field required'],
  ])('with %s is refused', async (_what, body, words) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await messageOf(response)).toContain(words);
    expect(sim.batches()).toHaveLength(0);
  });

  it('needs a key, a version and known betas, in this order', async () => {
    expect((await post('{', { 'x-api-key': 'wrong', 'anthropic-version': 'wrong' })).status).toBe(401);
    expect(await messageOf(await post('{', { 'anthropic-version': '1999-01-01' }))).toContain(
      'anthropic-version',
    );
    expect(await messageOf(await post('{', { 'anthropic-beta': 'nonsense' }))).toContain('Unexpected value');
    expect(await messageOf(await post('{'))).toContain('not valid JSON');
  });

  it('above 256 MB is refused by the edge, in HTML', async () => {
    const response = await post(' '.repeat(256_000_001));
    expect([response.status, response.headers.get('content-type')]).toEqual([413, 'text/html']);
  });

  it('beyond the queue’s limit waits its turn', async () => {
    await open({ queueLimit: 3 });
    expect((await post(batchOf('a', 'b'))).status).toBe(200);
    const full = await post(batchOf('c', 'd'));
    expect([full.status, full.headers.get('retry-after')]).toEqual([429, '60']);
    sim.finish();
    expect((await post(batchOf('c', 'd'))).status).toBe(200);
  });

  it('made twice is a problem', async () => {
    await post(batchOf('a'));
    await post(batchOf('a'));
    expect(sim.problems).toEqual([expect.stringContaining('created twice')]);
  });
});

describe('lists', () => {
  it('come newest first, in pages', async () => {
    const made = [];
    for (let n = 1; n <= 5; n++) made.unshift(sim.addForeign(n).id);
    const listed = [];
    for await (const batch of client.messages.batches.list({ limit: 2 })) listed.push(batch.id);
    expect(listed).toEqual(made);
    expect(
      (await client.messages.batches.list({ before_id: made[2] ?? '' })).data.map(({ id }) => id),
    ).toEqual(made.slice(0, 2));
    await expect(client.messages.batches.list({ limit: 1001 })).rejects.toThrow('between 1 and 1000');
  });

  it('of models name what each can do', async () => {
    const ids = [];
    for await (const model of client.models.list({ limit: 3 })) ids.push(model.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect((await client.models.retrieve('claude-haiku-4-5')).id).toBe('claude-haiku-4-5-20251001');
    await expect(client.models.retrieve('claude-nine')).rejects.toThrow('claude-nine');
  });
});

describe('tokens and single messages', () => {
  it('are counted the same each time, and grow with the text', async () => {
    const count = async (content: string) =>
      (await client.messages.countTokens({ model: PARAMS.model, messages: [{ role: 'user', content }] }))
        .input_tokens;
    expect(await count('Hello')).toBe(await count('Hello'));
    expect(await count('Hello '.repeat(100))).toBeGreaterThan(await count('Hello'));
  });
  it('are answered at the standard tier', async () => {
    expect((await client.messages.create(PARAMS)).usage.service_tier).toBe('standard');
  });
});

describe('faults', () => {
  const create = () => client.messages.batches.create({ requests: [{ custom_id: 'a', params: PARAMS }] });
  it('reset-after performs the call, reset-before does not', async () => {
    sim.faults.add({ method: 'POST', path: /batches$/, kind: 'reset-before' });
    await expect(create()).rejects.toThrow();
    expect(sim.batches()).toHaveLength(0);
    sim.faults.add({ method: 'POST', path: /batches$/, kind: 'reset-after' });
    await expect(create()).rejects.toThrow();
    expect(sim.batches()).toHaveLength(1);
  });
  it('status answers in the API’s envelope, as often as it was ordered', async () => {
    sim.faults.add({ path: /batches$/, kind: 'status', status: 529, times: 2 });
    for (let n = 0; n < 2; n++) {
      const error = await create().catch((caught: unknown) => caught);
      expect(error instanceof APIError ? [error.status, error.type] : error).toEqual([
        529,
        'overloaded_error',
      ]);
    }
    await create();
  });
  it('cut ends the results early', async () => {
    const { id } = await create();
    sim.finish();
    sim.faults.add({ path: /results$/, kind: 'cut', cutAtByte: 30 });
    const response = await fetch(`${sim.url}/v1/messages/batches/${id}/results`, {
      headers: { 'x-api-key': sim.apiKey, 'anthropic-version': '2026-10-21' },
    });
    expect(await response.text()).toHaveLength(30);
  });
});

describe('results', () => {
  it('asked for too early are not there, and that is a problem; archived ones are gone', async () => {
    const { id } = await client.messages.batches.create({ requests: [{ custom_id: 'a', params: PARAMS }] });
    const ask = () =>
      fetch(`${sim.url}/v1/messages/batches/${id}/results`, {
        headers: { 'x-api-key': sim.apiKey, 'anthropic-version': '2026-10-21' },
      });
    expect((await ask()).status).toBe(404);
    expect(sim.problems).toHaveLength(1);
    sim.finish();
    expect((await ask()).status).toBe(200);
    sim.archive(id);
    expect(await messageOf(await ask())).toContain('no available results');
  });
});
