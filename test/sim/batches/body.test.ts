// Bodies of create calls: what is no JSON is refused as the real API refuses it, and large ones are no burden.
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorOf, openSim, PARAMS, type Sim } from './fixture.ts';

let sim: Sim;
beforeEach(async () => {
  sim = await openSim();
});
afterEach(() => sim.close());

const request = (customId: string, text = 'Hello') =>
  `{"custom_id":"${customId}","params":{"model":"claude-haiku-5-5","max_tokens":9,"messages":[{"role":"user","content":"${text}"}]}}`;
const post = (body: string | Buffer, headers = {}) => sim.call('messages/batches', { body, headers });

describe('no JSON', () => {
  it.each([
    ['nothing', ' '],
    ['a cut body', `{"requests":[${request('a')}`],
    ['a cut string', '{"requests":["a'],
    ['a trailing comma', `{"requests":[${request('a')},]}`],
    ['a missing comma', `{"requests":[${request('a')}${request('b')}]}`],
    ['a comma too many at the end', `{"requests":[${request('a')}],}`],
    ['more behind the end', `{"requests":[${request('a')}]} x`],
    ['a word', '{"requests":[NaN]}'],
    ['a key without quotes', '{requests:[]}'],
    ['a control character', `{"requests":[${request('a', 'a\u0001b')}]}`],
    ['half of a pair', `{"requests":[${request('a', '\\ud83d')}]}`],
    ['half of a pair, then text', `{"requests":[${request('a', '\\uD83Dx\\u0041')}]}`],
    ['the other half', `{"requests":[${request('a', 'x\\ude00')}]}`],
    ['a fault after a wrong field', `{"requests":[{"custom_id":"a.b","params":{}},{"x":tru}]}`],
  ])('%s', async (_what, body) => {
    expect(await errorOf(await post(body))).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      message: expect.stringContaining('The request body is not valid JSON: '),
    });
    expect(sim.batches()).toEqual([]);
  });

  it('bytes that are no UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"requests":["'), Buffer.from([0xff]), Buffer.from('"]}')]);
    expect((await errorOf(await post(body))).message).toContain('not valid UTF-8');
  });

  it('a compressed body, which is a problem too', async () => {
    const response = await post(gzipSync(`{"requests":[${request('a')}]}`), { 'content-encoding': 'gzip' });
    expect(await response.json()).toMatchObject({
      error: { details: { error_code: 'request_body_encoding_unsupported' } },
    });
    expect(sim.problems).toEqual([expect.stringContaining('compressed')]);
  });

  it('a body announced as something else, which is a problem too', async () => {
    expect((await post(`{"requests":[${request('a')}]}`, { 'content-type': 'text/plain' })).status).toBe(400);
    expect(sim.problems).toEqual([expect.stringContaining('application/json')]);
  });
});

describe('fields', () => {
  it.each([
    ['a list', '[]', 'Input should be an object'],
    ['requests that are no list', '{"requests":{}}', 'requests: Input should be a valid list'],
    ['a request that is none', '{"requests":[7]}', 'requests.0: Input should be an object'],
    [
      'an empty custom_id',
      `{"requests":[${request('')}]}`,
      'requests.0.custom_id: String should have at least 1 character',
    ],
    [
      'a number as custom_id',
      '{"requests":[{"custom_id":1,"params":{}}]}',
      'requests.0.custom_id: Input should be a valid string',
    ],
    [
      'params that are none',
      '{"requests":[{"custom_id":"a","params":[]}]}',
      'requests.0.params: Input should be an object',
    ],
    [
      'a wrong one behind a twin',
      `{"requests":[${request('a')},${request('a')},${request('ä')}]}`,
      "requests.2.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'",
    ],
    [
      'the first that is wrong',
      `{"requests":[${request('a')},{"custom_id":"b"},{}]}`,
      'requests.1.params: Field required',
    ],
  ])('%s', async (_what, body, message) => {
    expect(await errorOf(await post(body))).toEqual({ status: 400, type: 'invalid_request_error', message });
  });

  it('one request too many is told before any that is wrong', async () => {
    const body = `{"requests":[${'{},'.repeat(100_000)}{}]}`;
    expect((await errorOf(await post(body))).message).toBe(
      'requests: List should have at most 100000 items after validation, not 100001',
    );
  });
});

describe('accepted', () => {
  it('escapes, pairs, quotes and brackets in texts arrive as they were sent', async () => {
    const text = '5" {[ a "quote" \\ {[,]} \\\\ud83d 😀 \u2028 é 漢 \n';
    const escaped = JSON.stringify(text).slice(1, -1).replace('😀', '\\ud83d\\ude00');
    expect(
      (await post(` \n{ "requests" : [ ${request('a', escaped)} ,\n ${request('b')} ] } \n`)).status,
    ).toBe(200);
    const [batch] = sim.batches();
    expect(batch?.requests.map(({ customId }) => customId)).toEqual(['a', 'b']);
    expect(batch?.requests[0]?.params).toMatchObject({ messages: [{ role: 'user', content: text }] });
  });

  it('100,000 requests are taken, and come back one by one', { timeout: 120_000 }, async () => {
    const all = Array.from({ length: 100_000 }, (_, index) =>
      request(`row-${index}`, 'Hello there. '.repeat(20)),
    );
    const response = await post(`{"requests":[${all.join()}]}`);
    const { id } = (await response.json()) as { id: string };
    sim.finish(id);
    const results = await sim.call(`messages/batches/${id}/results`);
    const lines = (await results.text()).trimEnd().split('\n');
    const seen = new Set(lines.map((line) => JSON.parse(line).custom_id));
    expect(seen.size).toBe(100_000);
    expect(sim.calls[0]).toMatchObject({ status: 200, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(sim.calls[0]?.bytes).toBeGreaterThan(30_000_000);
  });

  it('results are made only as fast as they are read', async () => {
    let made = 0;
    await using slow = await openSim({ answer: () => `${++made}${'x'.repeat(50_000)}` });
    const id = await slow.create(...Array.from({ length: 2000 }, () => ({ ...PARAMS, max_tokens: 100_000 })));
    slow.finish();
    const response = await slow.call(`messages/batches/${id}/results`);
    const reader = response.body?.getReader();
    await reader?.read();
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(1000);
    await reader?.cancel();
    expect(slow.problems).toEqual([]);
  });
});
