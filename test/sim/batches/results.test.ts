// Results as they come over the wire: shapes, oddities, and the ways in which they break.
import { describe, expect, it } from 'vitest';
import type { Oddities } from '../../../src/sim/batches/oddities.ts';
import { openSim, PARAMS, type Row } from './fixture.ts';

const many = (count: number) => Array.from({ length: count }, () => PARAMS);
const ids = (rows: Row[]) => rows.map(({ custom_id }) => custom_id);

describe('rows', () => {
  it('come in another order each time, and are the same rows', async () => {
    await using sim = await openSim();
    const id = await sim.create(...many(30));
    sim.finish();
    const [first, second] = [await sim.rows(id), await sim.rows(id)];
    expect(ids(first)).not.toEqual(ids(second));
    const byId = (a: Row, b: Row) => a.custom_id.localeCompare(b.custom_id);
    expect(first.sort(byId)).toEqual(second.sort(byId));
  });

  it('have fields that come, go and are null, but never the usage that is billed', async () => {
    await using sim = await openSim();
    const id = await sim.create(...many(60));
    sim.finish();
    const messages = (await sim.rows(id)).map(({ result }) => result.message ?? { usage: {}, content: [] });
    const having = (key: string) => messages.filter((message) => key in message).length;
    for (const key of ['container', 'stop_details', 'diagnostics']) {
      expect(having(key)).toBeGreaterThan(5);
      expect(having(key)).toBeLessThan(55);
    }
    expect(new Set(messages.map(({ usage }) => usage.cache_creation === null))).toEqual(
      new Set([true, false]),
    );
    expect(
      messages.every(({ usage }) => Number(usage.input_tokens) > 0 && Number(usage.output_tokens) > 0),
    ).toBe(true);
    expect(messages.every(({ usage }) => usage.service_tier === 'batch')).toBe(true);
  });

  it('hold JSON within the schema that was asked for, or what just does not fit it', async () => {
    const oddities: Oddities = {};
    await using sim = await openSim({ oddities });
    const properties = {
      mood: { type: 'string', enum: ['good', 'bad'] },
      score: { type: 'integer' },
      tags: { type: 'array', items: { type: 'string' } },
    };
    const schema = {
      type: 'object',
      properties,
      required: Object.keys(properties),
      additionalProperties: false,
    };
    const params = { ...PARAMS, output_config: { format: { type: 'json_schema', schema } } };
    const id = await sim.create(params, params, params, PARAMS);
    sim.finish();
    const texts = async () => {
      const rows = (await sim.rows(id)).sort((a, b) => a.custom_id.localeCompare(b.custom_id));
      return rows.map(({ result }) => result.message?.content[0]?.text ?? '');
    };
    const fits = {
      mood: expect.stringMatching(/^(good|bad)$/),
      score: expect.any(Number),
      tags: [expect.any(String), expect.any(String)],
    };
    const [first = '', second = '', third = '', plain] = await texts();
    for (const text of [first, second, third]) expect(JSON.parse(text)).toEqual(fits);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(plain).toContain('Answer to row-3');
    oddities.misfit = 'missing';
    expect(JSON.parse((await texts())[0] ?? '')).toEqual({ score: fits.score, tags: fits.tags });
    oddities.misfit = 'type';
    expect(JSON.parse((await texts())[0] ?? '')).toEqual({ ...fits, mood: expect.any(Object) });
    oddities.misfit = 'text';
    expect((await texts())[0]).toContain('Here is the answer: {');
  });

  it('name the model that an alias leads to, stop at max_tokens, think, and refuse', async () => {
    await using sim = await openSim({
      answer: (_params, customId) =>
        customId === 'row-3'
          ? { content: [], stopReason: 'refusal', usage: { output_tokens: 0 } }
          : 'word '.repeat(50),
    });
    const id = await sim.create(
      { ...PARAMS, model: 'claude-haiku-4-5' },
      { ...PARAMS, max_tokens: 10 },
      { ...PARAMS, model: 'claude-opus-5-5', max_tokens: 5 },
      PARAMS,
    );
    sim.finish(id);
    const rows = new Map((await sim.rows(id)).map(({ custom_id, result }) => [custom_id, result.message]));
    expect(rows.get('row-0')).toMatchObject({ model: 'claude-haiku-4-5-20251001', stop_reason: 'end_turn' });
    expect(rows.get('row-1')).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 10 } });
    expect(rows.get('row-1')?.content[0]?.text?.length).toBeLessThan(50);
    expect(rows.get('row-2')).toMatchObject({ stop_reason: 'max_tokens', content: [{ type: 'thinking' }] });
    expect(rows.get('row-2')?.content).toHaveLength(1);
    expect(rows.get('row-3')).toMatchObject({
      stop_reason: 'refusal',
      stop_details: { type: 'refusal' },
      content: [],
      usage: { output_tokens: 0 },
    });
  });

  it('tell what failed while it ran from what was refused', async () => {
    await using sim = await openSim();
    const id = await sim.create(...many(4));
    const ends = [
      'errored',
      'canceled',
      { type: 'raw', result: { type: 'postponed' } },
      { type: 'errored', errorType: 'invalid_request_error', message: 'No.' },
    ] as const;
    sim.finish(id, (_request, index) => ends[index] ?? 'succeeded');
    const rows = new Map((await sim.rows(id)).map(({ custom_id, result }) => [custom_id, result]));
    expect(rows.get('row-0')?.error).toMatchObject({
      type: 'error',
      error: { type: 'api_error' },
      request_id: expect.stringMatching(/^workerreq_/),
    });
    expect(rows.get('row-1')).toEqual({ type: 'canceled' });
    expect(rows.get('row-2')).toEqual({ type: 'postponed' });
    expect(rows.get('row-3')?.error?.request_id).toBeNull();
  });
});

describe('oddities', () => {
  it('of lines', async () => {
    const oddities = {
      crlf: true,
      duplicateRow: true,
      missingRow: true,
      unknownRow: true,
      unknownType: true,
      malformedLine: true,
      lineSeparators: true,
      extraFields: true,
      noContentType: true,
    };
    await using sim = await openSim({ oddities });
    const id = await sim.create(...many(5));
    sim.finish();
    const response = await sim.call(`messages/batches/${id}/results`);
    expect(response.headers.get('content-type')).toBeNull();
    const text = await response.text();
    const lines = text.split('\r\n').filter(Boolean);
    expect(lines).toHaveLength(4 + 3);
    expect(lines[0]).toBe(lines[1]);
    expect(lines[0]).toContain('"postponed"');
    expect(() => JSON.parse(lines[2] ?? '')).toThrow();
    expect(lines[3]).toContain('nobody-knows-me');
    expect(text).toContain('\u2028\u2029\u0085');
    expect(text).toContain('"a_new_field"');
    expect(text).not.toContain('"row-4"');
  });

  it('of message batches', async () => {
    await using sim = await openSim({
      oddities: { zuluTimes: true, partialCounts: true, noResultsUrl: true, noRequestId: true },
    });
    const id = await sim.create(...many(3));
    await sim.client.messages.batches.retrieve(id);
    expect(await sim.client.messages.batches.retrieve(id)).toMatchObject({
      request_counts: { processing: 2, succeeded: 1 },
      created_at: expect.stringMatching(/\.\d{3}Z$/),
    });
    sim.finish();
    expect((await sim.client.messages.batches.retrieve(id)).results_url).toBeNull();
    expect(await (await sim.call('messages/batches/msgbatch_x')).json()).not.toHaveProperty('request_id');
  });

  it('of time: what was created or ended is not there at once', async () => {
    await using sim = await openSim({ oddities: { lateCreate: 2, lateInList: 1, lateResults: 1 } });
    const id = await sim.create(PARAMS);
    const { batches } = sim.client.messages;
    for (let n = 0; n < 2; n++) await expect(batches.retrieve(id)).rejects.toMatchObject({ status: 404 });
    expect((await batches.retrieve(id)).id).toBe(id);
    expect((await batches.list()).data).toEqual([]);
    expect((await batches.list()).data).toHaveLength(1);
    sim.finish();
    expect((await sim.call(`messages/batches/${id}/results`)).status).toBe(404);
    expect(await sim.rows(id)).toHaveLength(1);
    expect(sim.problems).toEqual([]);
  });
});

describe('faults on the way', () => {
  it('cut at a line is a clean end, cut at a byte too', async () => {
    await using sim = await openSim();
    const id = await sim.create(...many(9));
    sim.finish();
    const read = async () => (await sim.call(`messages/batches/${id}/results`)).text();
    sim.faults.add({ path: /results$/, kind: 'cut', cutAtLine: 4 });
    expect((await read()).split('\n')).toEqual([
      ...Array.from({ length: 4 }, () => expect.stringMatching(/}$/)),
      '',
    ]);
    sim.faults.add({ path: /results$/, kind: 'cut', cutAtByte: 100 });
    expect(await read()).toHaveLength(100);
    expect(await sim.rows(id)).toHaveLength(9);
  });

  it('drop gives what came and then breaks, stall gives it and is silent', async () => {
    await using sim = await openSim();
    const id = await sim.create(...many(9));
    sim.finish();
    sim.faults.add({ path: /results$/, kind: 'drop', cutAtLine: 4 });
    let text = '';
    const reading = (async () => {
      const response = await sim.call(`messages/batches/${id}/results`);
      for await (const part of response.body ?? []) text += Buffer.from(part).toString();
    })();
    await expect(reading).rejects.toThrow();
    expect(text.split('\n')).toHaveLength(5);
    sim.faults.add({ path: /results$/, kind: 'stall', cutAtByte: 50 });
    const reader = (await sim.call(`messages/batches/${id}/results`)).body?.getReader();
    expect((await reader?.read())?.value).toHaveLength(50);
    const next = reader?.read();
    // An end would have arrived with this answer at the latest.
    await sim.call('models');
    await Promise.all([expect(next).rejects.toThrow(), sim.close()]);
  });
});
