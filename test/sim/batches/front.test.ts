// What every call meets first, the faults that can be ordered, and what the stand-in remembers of it all.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APIConnectionError } from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { errorOf, openSim, PARAMS } from './fixture.ts';

const DAY_MS = 24 * 60 * 60_000;

describe('the front', () => {
  it('takes either header for the key, and x-api-key first', async () => {
    await using sim = await openSim({ apiKeys: ['one', 'two'] });
    const models = (headers: Record<string, string>) =>
      fetch(`${sim.url}/v1/models`, { headers: { 'anthropic-version': '2026-10-21', ...headers } });
    expect((await models({ authorization: 'Bearer two' })).status).toBe(200);
    expect((await models({ 'x-api-key': 'one' })).status).toBe(200);
    const refused = await models({ 'x-api-key': 'three', authorization: 'Bearer two' });
    expect(refused.headers.get('x-should-retry')).toBe('false');
    expect(await errorOf(refused)).toEqual({
      status: 401,
      type: 'authentication_error',
      message: 'API key is invalid.',
    });
    expect(await errorOf(await models({}))).toMatchObject({
      status: 401,
      message: 'x-api-key header is required',
    });
    expect(JSON.stringify(sim.calls)).not.toMatch(/two|three/);
  });

  it('has a bucket per minute for each pool, and says when it is free', async () => {
    let now = 0;
    await using sim = await openSim({ callsPerMinute: 2, now: () => now });
    const list = () => sim.call('messages/batches');
    await list();
    expect((await list()).headers.get('anthropic-ratelimit-requests-remaining')).toBe('0');
    const full = await list();
    expect([full.status, full.headers.get('retry-after')]).toEqual([429, '30']);
    expect((await sim.call('models')).status).toBe(200);
    now += 30_000;
    expect((await list()).status).toBe(200);
  });

  it('knows no other path or method, and no other workspace', async () => {
    await using sim = await openSim();
    expect((await sim.call('skills')).status).toBe(404);
    expect((await sim.call('messages')).status).toBe(405);
    expect((await sim.call('models', { headers: { 'anthropic-workspace-id': 'wrkspc_other' } })).status).toBe(
      400,
    );
    expect(sim.problems).toHaveLength(2);
  });

  it('refuses what is too large: as a page, or as JSON', async () => {
    await using sim = await openSim({ oddities: { sizeRefusedInJson: true } });
    const response = await sim.call('messages/count_tokens', { body: Buffer.alloc(32_000_001, ' ') });
    expect(await errorOf(response)).toMatchObject({ status: 413, type: 'request_too_large' });
  });
});

describe('faults', () => {
  const create = { method: 'POST', path: /batches$/ } as const;
  it.each([
    ['status', 0],
    ['html', 0],
    ['reset-before', 0],
    ['status-after', 1],
    ['reset-after', 1],
    ['hang', 1],
    ['hang-before', 0],
    ['half-open', 0],
    ['cut', 1],
    ['drop', 1],
    ['stall', 1],
  ] as const)('%s leaves %i message batches', async (kind, count) => {
    await using sim = await openSim();
    sim.faults.add({ ...create, kind });
    const request = { requests: [{ custom_id: 'a', params: PARAMS }] };
    const failed = sim.client.messages.batches.create(request, { signal: AbortSignal.timeout(200) });
    await expect(failed).rejects.toThrow();
    if (kind.startsWith('reset')) await expect(failed).rejects.toBeInstanceOf(APIConnectionError);
    expect(sim.batches()).toHaveLength(count);
    expect(sim.calls.map(({ fault }) => fault)).toEqual([kind]);
    await sim.client.messages.batches.create(request);
    expect(sim.problems).toHaveLength(count);
  });

  it('performed by nobody are no first of two, also with status 200', async () => {
    await using sim = await openSim();
    sim.faults.add({ ...create, kind: 'html', status: 200 });
    expect(sim.faults.waiting()).toHaveLength(1);
    const request = { requests: [{ custom_id: 'a', params: PARAMS }] };
    await sim.client.messages.batches.create(request).catch(() => {});
    expect(sim.faults.waiting()).toEqual([]);
    await sim.client.messages.batches.create(request);
    expect(sim.batches()).toHaveLength(1);
    expect(sim.problems).toEqual([]);
  });

  it('carry what a limit says', async () => {
    await using sim = await openSim();
    sim.faults.add({
      ...create,
      kind: 'status',
      status: 429,
      errorCode: 'enforced_spend_limit_reached',
      message: 'Enough.',
    });
    const failed = sim.client.messages.batches.create({ requests: [] });
    await expect(failed).rejects.toMatchObject({
      status: 429,
      type: 'rate_limit_error',
      errorCode: 'enforced_spend_limit_reached',
      apiMessage: 'Enough.',
    });
    sim.faults.add({ path: /models/, kind: 'delay', delayMs: 30, times: 5 });
    const started = performance.now();
    expect((await sim.call('models')).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(25);
    sim.faults.clear();
    await sim.call('models');
    expect(sim.calls.at(-1)?.fault).toBeNull();
  });

  it('make the SDK send a create again, which is a problem', async () => {
    await using sim = await openSim();
    sim.faults.add({ ...create, kind: 'status', status: 529 });
    const request = { requests: [{ custom_id: 'a', params: PARAMS }] };
    await sim.client.messages.batches.create(request, { maxRetries: 1 });
    expect(sim.problems).toEqual([expect.stringContaining('retried by the SDK')]);
  });
});

describe('time', () => {
  it('expires what runs after a day, as cancelled what is canceling, and archives after 29', async () => {
    let now = Date.UTC(2026, 10, 24);
    await using sim = await openSim({ now: () => now });
    const { batches } = sim.client.messages;
    const [running, stopped] = [await sim.create(PARAMS), await sim.create(PARAMS)];
    await batches.cancel(stopped);
    await batches.cancel(stopped);
    now += DAY_MS + 1000;
    expect(await batches.retrieve(running)).toMatchObject({
      request_counts: { expired: 1 },
      ended_at: '2026-11-25T00:00:00.000000+00:00',
    });
    expect((await batches.retrieve(stopped)).request_counts.canceled).toBe(1);
    await expect(batches.cancel(stopped)).rejects.toMatchObject({ status: 400 });
    now += 28 * DAY_MS;
    expect(await batches.retrieve(running)).toMatchObject({
      archived_at: '2026-12-23T00:00:00.000000+00:00',
      results_url: null,
    });
    expect((await sim.call(`messages/batches/${running}/results`)).status).toBe(404);
  });

  it('ends by itself, and what is canceled ends as canceled', async () => {
    await using sim = await openSim({ finish: { afterMs: 40 } });
    const [a, b] = [await sim.create(PARAMS), await sim.create(PARAMS)];
    await sim.client.messages.batches.cancel(b);
    await sim.waitFor('both ends', () => sim.batches().every(({ status }) => status === 'ended'));
    expect([sim.batch(a).outcomes, sim.batch(b).outcomes]).toEqual([['succeeded'], ['canceled']]);
  });

  it('a cancel ends long before the run would', async () => {
    await using sim = await openSim({ finish: { afterMs: 3_600_000 } });
    const id = await sim.create(PARAMS);
    await sim.client.messages.batches.cancel(id);
    await sim.waitFor('the end', () => sim.batch(id).status === 'ended');
  });

  it('waits in vain with words, and never after the close', async () => {
    const sim = await openSim();
    await sim.create(PARAMS);
    await expect(sim.waitFor('a miracle', () => false, 20)).rejects.toThrow(
      /a miracle.*20 ms[\s\S]*in_progress 1 requests[\s\S]*POST/,
    );
    await expect(sim.waitFor('x', () => sim.batch('nobody'))).rejects.toThrow(
      'There is no message batch nobody.',
    );
    const waiting = sim.waitFor('more', () => sim.batches().length > 1);
    await sim.close();
    await expect(waiting).rejects.toThrow('closed');
    await sim.close();
  });
});

describe('lists', () => {
  it('walk backwards next to a cursor, and refuse a cursor that is none', async () => {
    await using sim = await openSim();
    const ids = [1, 2, 3, 4, 5].map((count) => sim.addForeign(count, { atMs: count }).id);
    const before = await sim.client.messages.batches.list({ before_id: ids[0] ?? '', limit: 2 });
    expect(before.data.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const all = [];
    for await (const { id } of before) all.push(id);
    expect(all).toHaveLength(4);
    await expect(sim.client.messages.batches.list({ after_id: 'msgbatch_x' })).rejects.toMatchObject({
      status: 400,
    });
    await sim.call('messages/batches?status=ended');
    expect(sim.problems).toEqual([expect.stringContaining('status')]);
  });

  it('of models follow the SDK’s shape, by lifecycle', async () => {
    await using sim = await openSim();
    const { data } = await sim.client.models.list({ limit: 1000 });
    expect(new Set(data.map(({ lifecycle }) => lifecycle))).toEqual(new Set(['active', 'deprecated']));
    const { data: retired } = await sim.client.models.list({ lifecycle: ['retired'] });
    expect(retired.length).toBeGreaterThan(0);
    expect(await sim.client.models.retrieve('claude-haiku-5-5')).toMatchObject({
      display_name: 'Claude Haiku 5.5',
      line: 'haiku',
      max_tokens: 128_000,
      capabilities: {
        batch: { supported: true },
        effort: { xhigh: { supported: true } },
        thinking: { types: { enabled: { supported: false } } },
      },
    });
  });
});

it('the ledger holds what was accepted, in order, and nothing of others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'batches-ledger-'));
  const ledgerPath = join(folder, 'ledger.jsonl');
  await using sim = await openSim({ ledgerPath });
  sim.addForeign(1);
  sim.faults.add({ method: 'POST', path: /batches$/, kind: 'reset-after' });
  await sim.create(PARAMS).catch(() => null);
  const id = sim.batches()[1]?.id ?? '';
  await sim.client.messages.batches.cancel(id);
  await sim.client.messages.batches.create({ requests: [] }).catch(() => null);
  sim.finish(id);
  await sim.client.messages.batches.delete(id);
  const entries = (await readFile(ledgerPath, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(entries.map(({ event, id: of }) => [event, of])).toEqual([
    ['create', id],
    ['cancel', id],
    ['delete', id],
  ]);
  expect(entries[0]).toMatchObject({ requests: 1, customIds: ['row-0'], sha256: sim.calls[0]?.sha256 });
  await rm(folder, { recursive: true });
});
